/* SPDX-License-Identifier: BSD-2-Clause */
/* All that the loader told the kernel. */
#ifndef BOOT_H
#define BOOT_H

#include "kern/kenv.h"
#include "kern/memmap.h"
#include "kern/preload.h"

/* Physical, bytes: loaders put all below, and map all this at KERNBASE. */
#define LOAD_LIMIT (1UL << 30)

struct boot {
	struct preload preload; /* to be set before boot_init */
	struct preload_file kernel;
	uint64_t start; /* of the kernel, physical */
	struct kenv kenv;
	struct memmap map;
	uint32_t howto;
};

/* Reads the metadata; panics on what makes no sense. */
void boot_init(struct boot *boot);

#endif
