/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages for the kernel's own use before there is any allocator. */
#ifndef BOOTMEM_H
#define BOOTMEM_H

#include "kern/boot.h"

struct bootmem {
	const struct boot *boot;
	uint64_t next;
};

/* Pages are to come from [kernend, LOAD_LIMIT), physical. */
void bootmem_init(struct bootmem *bm, const struct boot *boot);

/*
 * The physical address of a 4 KiB page of free memory, not cleared, outside
 * all that was loaded; it is never given back. 0 if there is none.
 */
uint64_t bootmem_page(struct bootmem *bm);

#endif
