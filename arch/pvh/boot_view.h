/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of the boot, in no loader's and no kernel's format. A parser
 * fills it, and a native format turns it into what its kernel reads. Addresses
 * are physical, sizes are bytes; strings are in the arena and end in NUL.
 */
#ifndef BOOT_VIEW_H
#define BOOT_VIEW_H

#include <stdbool.h>
#include <stdint.h>
#include "defect.h"
#include "memmap.h"
#include "physmem.h"

#ifndef BOOT_MODULES
#define BOOT_MODULES 64
#endif
#define BOOT_STRING 0x10000 /* the longest string, its NUL included */
#define BOOT_ARENA  0x30000 /* for strings, and for what a format writes */

/*
 * The door's own memory, handed out from the bottom up and never freed. Strings
 * may be read 8 bytes at a time: behind its end 7 more can be read.
 */
struct arena {
	char *base;
	uint64_t paddr; /* of base, 8-aligned */
	uint32_t size;  /* a multiple of 8 */
	uint32_t used;
};

struct boot_module {
	uint64_t paddr;
	uint64_t size;
	char *cmdline;  /* as the loader gave it; NULL if it gave none */
	uint32_t index; /* in the loader's list, for lines about it */
};

struct boot_view {
	struct physmem mem;
	struct arena arena;
	struct extent kernel; /* the native kernel's own bytes, .bss included */
	struct extent image;  /* the kernel and the door */
	char *cmdline;        /* as the loader gave it; NULL if it gave none */
	uint64_t rsdp;        /* 0 if there is none */
	struct pvh_defect defect; /* why a stage failed */
	uint64_t warned;          /* a bit for each code from PVH_ONCE on */
	uint32_t module_count;
	struct boot_module module[BOOT_MODULES];
	struct memmap map;
};

#endif
