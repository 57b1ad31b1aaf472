/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's parts that talk to the firmware. Those that return a status
 * have said in a line what is wrong if it is an error; memory that they took
 * is given back by pages_free_all().
 */
#ifndef LOADER_H
#define LOADER_H

#include <efi.h>
#include "boot_view.h"
#include "elf.h"
#include "metadata.h"
#include "pvh.h"
#include "room.h"

/* loader.c: what main.c was given. */
extern EFI_HANDLE loader_image;
extern EFI_SYSTEM_TABLE *loader_system;
#define BOOT         (loader_system->BootServices)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* console.c: lines to the firmware's console; %s, %u, %lu, %lx. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "loader: FILE: what is wrong (status)"; returns the status. */
EFI_STATUS fail(EFI_STATUS status, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Ten seconds, or until somebody presses a key. */
void wait_for_key(void);

/*
 * pages.c: memory in whole pages, 0 if there is none. Of any type below a
 * limit, for data at an address, for code below 1 GiB and clear of an extent.
 */
#define BELOW_1G (GIB - 1)
#define BELOW_4G (4 * GIB - 1)
uint64_t pages_below(EFI_MEMORY_TYPE type, uint64_t size, uint64_t last);
uint64_t pages_at(uint64_t size, uint64_t paddr);
uint64_t pages_beside(uint64_t size, struct extent avoid);
void pages_free(uint64_t paddr);
void pages_free_all(void);

/*
 * map.c: how many bytes the firmware's map may take, its header included; and
 * the map itself, in memory of room bytes, with ExitBootServices' key.
 */
uint64_t map_room(void);
EFI_STATUS map_read(struct efi_map_header *map, uint64_t room, UINTN *key);

/*
 * part.c: what the kernel is given, from the image on: each part lies behind
 * the one before it, in memory that is free once the firmware is gone. Until
 * then it is at from: the same place or, if that is taken, a higher one, or
 * one below all parts. So jump.asm can move them upwards, one by one.
 */
struct part {
	uint64_t to, from, size; /* whole pages */
};
#define PARTS (BOOT_MODULES + 2) /* the kernel, the modules, the arena */
struct parts {
	uint32_t count;
	struct part part[PARTS];
};
extern struct parts parts;

/* The kernel, which has an address: size bytes from to on. */
EFI_STATUS part_at(const char *name, uint64_t to, uint64_t size);

/* The next, behind all others. A line is said if there are not so many more
 * bytes of memory behind it. */
EFI_STATUS part_behind(const char *name, uint64_t size, uint64_t more);

/* That which was made last, and the end of all. */
struct part *part_last(void);
uint64_t parts_end(void);

/*
 * FreeBSD's kernels take 2 MiB and their first page tables behind the last
 * part before they look at the map.
 */
#define HEADROOM 0x400000ull

/* Whether all of them can still be moved, by the firmware's last map. */
EFI_STATUS parts_check(const struct efi_map_header *map);

/* file.c: the volume that the loader came from. */
struct file {
	const char *path;
	bool packed; /* not to be unpacked */
	bool part;   /* the next part, or else pages that are ours to free */
	char *data;
	uint64_t size;
};
EFI_STATUS volume_open(void);
bool file_exists(const char *path);

/* Reads a whole file; one that is compressed is unpacked. */
EFI_STATUS file_read(struct file *file);

/*
 * gunzip.c, or no_gunzip.c: unpacks a file to memory of *size bytes, or if to
 * is NULL only counts; *size is then the number of bytes unpacked.
 */
EFI_STATUS gunzip(const struct file *packed, char *to, uint64_t *size);

/* kernel.c: the first part. */
EFI_STATUS kernel_load(struct elf_image *image, const char *path);

/* system.c: what the firmware knows. */
EFI_STATUS system_check(void);
uint64_t system_rsdp(void);
bool system_framebuffer(struct efi_fb *fb);
bool system_in_shell(void);
char *system_options(void); /* as UTF-8; "" if there are none */

/* enter.c: leaves the firmware and enters the kernel; returns on failure. */
EFI_STATUS enter_prepare(void);
EFI_STATUS enter(uint64_t entry, struct boot_view *view);

#endif
