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

/* memory.c: pages of a type below a limit or at an address, 0 if there are
 * none. */
#define BELOW_1G (GIB - 1)
#define BELOW_4G (4 * GIB - 1)
uint64_t pages_below(EFI_MEMORY_TYPE type, uint64_t size, uint64_t last);
uint64_t pages_at(EFI_MEMORY_TYPE type, uint64_t size, uint64_t paddr);
void pages_free(uint64_t paddr);
void pages_free_all(void);

/* The same as pages_below(), and clear of an extent. */
uint64_t pages_beside(
    EFI_MEMORY_TYPE type, uint64_t size, uint64_t last, struct extent avoid);

/* file.c: the volume that the loader came from. */
struct file {
	const char *path;
	char *data;
	uint64_t size;
};
EFI_STATUS volume_open(void);
bool file_exists(const char *path);

/* Reads a whole file into pages of a type below a limit; one that is
 * compressed is unpacked. One byte behind the data is ours. */
EFI_STATUS file_read(struct file *file, EFI_MEMORY_TYPE type, uint64_t last);

static inline bool
is_gzip(const struct file *file)
{
	return file->size >= 2 && (uint8_t)file->data[0] == 0x1f &&
	    (uint8_t)file->data[1] == 0x8b;
}

/* gunzip.c, or no_gunzip.c: unpacks a file that is_gzip() into such pages. */
EFI_STATUS gunzip(struct file *file, EFI_MEMORY_TYPE type, uint64_t last);

/* kernel.c: the kernel, where it is to run and where it is until then. */
struct kernel {
	struct elf_image image;
	struct extent place; /* physical, whole pages: image and arena */
	char *memory;        /* of place; its own address, or a stage */
	uint64_t arena;      /* physical, in place */
};
EFI_STATUS kernel_load(
    struct kernel *kernel, const char *path, uint64_t arena_size);

/* system.c: what the firmware knows. */
EFI_STATUS system_check(void);
uint64_t system_rsdp(void);
bool system_framebuffer(struct efi_fb *fb);
bool system_in_shell(void);
char *system_options(void); /* as UTF-8; "" if there are none */

/* enter.c: leaves the firmware and enters the kernel; returns on failure. */
uint64_t map_room(void); /* bytes that EFI_MAP may take */
EFI_STATUS enter_prepare(const struct kernel *kernel);
EFI_STATUS enter(const struct kernel *kernel, struct boot_view *view);

#endif
