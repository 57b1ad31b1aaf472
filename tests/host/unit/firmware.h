/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UEFI firmware on this host, which runs all of loader.efi: efi_main(), the
 * code that it copies out of the way, and the jump into the kernel, which is
 * where it ends. Physical memory is at its own addresses, and its pages can be
 * used only once they are taken. What no user may execute is noted.
 */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <efi.h>

#define MEMORY_START 0x100000ull
#define MEMORY_END   0x2000000ull
#define MEMORY_PAGES ((MEMORY_END - MEMORY_START) / 0x1000)
/* Descriptors are longer than the structure, as OVMF's are. */
#define DESCRIPTOR_SIZE    (sizeof(EFI_MEMORY_DESCRIPTOR) + 8)
#define DESCRIPTOR_VERSION 7
#define RSDP_AT            0x1ff0000ull

struct firmware_file {
	const char *path; /* as Open() is asked for it, in UTF-8 */
	const void *data;
	uint64_t size;
	bool folder;
	uint64_t bad_from; /* from here on there is a read error, if not 0 */
};

/* Some versions of gnu-efi do not have it. */
#define PERSISTENT_MEMORY 14

/* What a test may change before the loader is started. */
extern struct firmware {
	uint32_t type[MEMORY_PAGES]; /* of each page, as EFI counts types */
	uint64_t cr4;
	bool rsdp1, rsdp2; /* which of ACPI's tables there are */

	/* What is on the volume, ended by a path of NULL. */
	struct firmware_file file[16];

	/* The load options, and whether the shell started the loader. */
	const CHAR16 *options;
	uint32_t options_size; /* bytes */
	bool shell;

	/* Screens; those that are not there are NULL. */
	EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE *screen[3];

	uint32_t failing;  /* the call that fails, from 1 on; 0: none */
	uint32_t refusals; /* how often ExitBootServices() fails */
} firmware;

/* What came of it. */
extern struct firmware_outcome {
	bool entered;      /* the kernel, with the registers below */
	EFI_STATUS status; /* if not */
	char fault[256];   /* what no loader may do */

	uint32_t type[MEMORY_PAGES]; /* of each page */
	char said[8192];             /* on the console, in UTF-8 */
	char last_path[1024];        /* that was to be opened, in UTF-8 */
	uint32_t calls;              /* of what can fail */
	uint32_t exits;              /* calls of ExitBootServices() */
	uint32_t late;               /* others after the first of these */
	uint32_t opened, closed;     /* files */
	uint32_t events, pools;      /* that are not closed, or freed */
	uint64_t waited;             /* for a key, or so long, in 100 ns */
	bool watched;                /* the watchdog is armed */

	/* The last steps: what no user may execute, by name. */
	char steps[256];
	uint64_t rip, rsp, rdi, rsi, flags, cr3, cr4;
	uint64_t gdt, idt; /* where lgdt and lidt find them */
} outcome;

/* Physical address p is at firmware_memory + p. */
extern unsigned char *firmware_memory;

/* A machine with some memory that the firmware keeps, and no file. */
void firmware_begin(void);

/* Makes pages [first, end) of a type. */
void firmware_set(uint64_t first, uint64_t end, uint32_t type);

/* Puts a file on the volume. */
void firmware_give(const char *path, const void *data, uint64_t size);

/*
 * Starts the loader, in a process of its own: true if it enters the kernel, at
 * any address from -2 GiB on.
 */
bool firmware_boots(void);

#endif
