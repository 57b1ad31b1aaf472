/* SPDX-License-Identifier: BSD-2-Clause */
/* Page tables of four levels, built in RAM (Intel SDM 3A, 4.5). */
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>
#include <stdint.h>
#include "boot_view.h"

#define PG_V  0x1ull
#define PG_RW 0x2ull
#define PG_A  0x20ull /* with PG_M the CPU has nothing to write */
#define PG_M  0x40ull
#define PG_PS 0x80ull
#define PG_NX (1ull << 63) /* only where EFER.NXE is set */
#define PG_WC 0x1008ull    /* entry 5 of the PAT; the bits of a large page */

struct pages {
	struct boot_view *view;
	struct extent avoid; /* where no table may lie (ram.h) */
	uint32_t type;       /* of the tables' memory in the view's map */
	bool huge;           /* the CPU has pages of 1 GiB */
	uint64_t root;       /* for cr3; 0 before the first pages_map() */
};

/*
 * Maps size bytes at virtual to paddr, in the largest pages that fit; all three
 * are multiples of 4 KiB, virtual is canonical, and no byte is mapped yet.
 * flags are PG_RW, PG_NX and PG_WC. False, with some of it mapped, if there is
 * no RAM for a table.
 */
bool pages_map(struct pages *pages, uint64_t virtual, uint64_t paddr,
    uint64_t size, uint64_t flags);

#endif
