/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files of the loader that talk to the firmware. A function that returns an
 * error status has printed a line that says what is wrong; the memory that it
 * took is given back by pages_free_all().
 */
#ifndef LOADER_H
#define LOADER_H

#include <efi.h>
#include "elf.h"
#include "freebsd.h"
#include "metadata.h"
#include "room.h"

/* loader.c: what efi_main() was called with. */
extern EFI_HANDLE loader_image;
extern EFI_SYSTEM_TABLE *loader_system;
#define BOOT         (loader_system->BootServices)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* console.c: prints on the firmware's console; knows %s, %u, %lu, %lx. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints "loader: FILE: what is wrong (status)", and returns the status. */
EFI_STATUS fail(EFI_STATUS status, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * text.c: the next character of a text, or TEXT_BAD if it is none; it is never
 * 0 before the end of a text of UTF-8. The functions that put one return where
 * the next goes: at most 4 bytes, or 2 units, on.
 */
#define TEXT_BAD UINT32_MAX
uint32_t utf8_next(const char **s);
uint32_t utf16_next(const CHAR16 **s, const CHAR16 *end);
char *utf8_put(char *to, uint32_t c);
CHAR16 *utf16_put(CHAR16 *to, uint32_t c);
bool utf8_is(const char *s);

/* Waits ten seconds, or until somebody presses a key. */
void wait_for_key(void);

/*
 * pages.c: memory in whole pages; 0 if there is none. pages_below() takes it
 * for any use, with its last byte at last or below; pages_at() at an address,
 * for data; pages_beside() below 1 GiB and clear of an extent, for code.
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
 * the map itself, read into that many bytes, with the key that
 * ExitBootServices() asks for.
 */
uint64_t map_room(void);
EFI_STATUS map_read(struct efi_map_header *map, uint64_t room, UINTN *key);

/*
 * part.c: what the kernel is given, from its image on. Each part will lie after
 * the one before it, in memory that is free once the firmware is gone. Until
 * then it lies at from: at that place or, if it is not free, at a higher one,
 * or below all parts. So move.asm can move them from the first to the last, and
 * overwrites none that is still to be moved.
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

/* The first part, the kernel, whose place is given: size bytes from to on. */
EFI_STATUS part_at(const char *name, uint64_t to, uint64_t size);

/*
 * The next part, after all others. A line is printed if fewer than more bytes
 * of memory follow it.
 */
EFI_STATUS part_after(const char *name, uint64_t size, uint64_t more);

/* The part that was added last, and the end of all. */
struct part *part_last(void);
uint64_t parts_end(void);

/*
 * FreeBSD's kernels take 2 MiB and their first page tables after the last part,
 * before they look at the map.
 */
#define HEADROOM 0x400000ull

/* Whether all of them can still be moved to their places, by this map. */
EFI_STATUS parts_check(const struct efi_map_header *map);

/* file.c: files on the volume that the loader was started from. */
struct file {
	const char *path; /* shorter than PLAN_PATH */
	bool packed;      /* to be left compressed */
	bool part;        /* to become the next part, or else pages to free */
	char *data;
	uint64_t size;
};
EFI_STATUS volume_open(void);
bool file_exists(const char *path);

/* Reads a whole file, and unpacks it if it is compressed. */
EFI_STATUS file_read(struct file *file);

/* kernel.c: loads the kernel, the first part. */
EFI_STATUS kernel_load(struct elf_image *image, const char *path);

/* system.c: what the firmware knows of the machine. */
EFI_STATUS system_check(void);
uint64_t system_rsdp(void);
bool system_framebuffer(struct efi_fb *fb);
bool system_in_shell(void);
char *system_options(void); /* in UTF-8; "" if there are none */

/*
 * enter.c: leaves the firmware and enters the kernel; returns on failure only.
 */
EFI_STATUS enter_prepare(void);
EFI_STATUS enter(uint64_t entry, struct freebsd *bsd);

#endif
