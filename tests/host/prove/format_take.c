/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_take
 * property: a part of the arena that nobody has; or NULL
 * bound: none
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "arch/pvh/format.c"

static struct boot_view view;

void
proof(void)
{
	struct arena *arena = &view.arena;
	uint32_t size = nondet_uint32_t(), used = nondet_uint32_t(), start;
	uint64_t paddr = 5;
	char *taken;

	arena->size = nondet_uint32_t();
	ASSUME(arena->size <= BOOT_ARENA && arena->size % 8 == 0);
	ASSUME(used <= arena->size);
	arena->used = used;
	arena->base = malloc(arena->size);
	arena->paddr = nondet_uint64_t();
	ASSUME(arena->paddr % 8 == 0 && arena->paddr < GIB);
	start = (used + 7) / 8 * 8;
	taken = pvh_take(&view, size, &paddr);
	if (size > arena->size - start) {
		PROVE(taken == NULL && paddr == 5 && arena->used == used,
		    "nothing is taken");
		REACHED("no room");
		return;
	}
	PROVE(taken == arena->base + start, "behind what is used");
	PROVE(paddr == arena->paddr + start && paddr % 8 == 0, "its address");
	PROVE(arena->used == start + size && arena->used <= arena->size,
	    "all of it is used");
	REACHED("taken");
}
