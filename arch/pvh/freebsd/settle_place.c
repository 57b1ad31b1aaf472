/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the place for a module, right after the image. */
#include "freebsd.h"

/*
 * The end of a module that module order[i] would overwrite if it were copied to
 * "to"; 0 if there is none. It may overwrite its own bytes if it moves down.
 */
static uint64_t
obstacle(const struct places *places, uint32_t i, uint64_t to)
{
	const struct boot_module *m, *module = places->view->module;
	const uint64_t size = module[places->order[i]].size;
	uint32_t k;

	for (k = places->above; k < BOOT_MODULES; k++) {
		m = &module[places->order[k]];
		if (k > i && m->paddr >= to + size)
			break; /* and so are those that follow */
		if ((k != i || to > m->paddr) &&
		    overlaps(to, size,
			(struct extent){ m->paddr, m->paddr + m->size }))
			return m->paddr + m->size;
	}
	return 0;
}

/* The lowest page in [low, high) with room for module order[i]; 0 if none. */
static uint64_t
lowest_fit(const struct places *places, uint32_t i, uint64_t low, uint64_t high)
{
	const uint64_t size =
	    page_up(places->view->module[places->order[i]].size);
	uint64_t end;

	for (low = page_up(low); range_below(low, size, high);
	     low = page_up(end)) {
		end = obstacle(places, i, low);
		if (end == 0)
			return low;
	}
	return 0;
}

uint64_t
settle_place(const struct places *places, uint32_t i, uint64_t headroom)
{
	struct memmap_range r;
	uint64_t low, high, fit;
	uint32_t cursor = 0;

	while (memmap_next(&places->view->map, &cursor, &r) && r.first < GIB) {
		low = r.first > places->full ? r.first : places->full;
		high = r.last < GIB ? r.last + 1 : GIB;
		if (r.type != MEMMAP_RAM || high < headroom)
			continue;
		fit = lowest_fit(places, i, low, high - headroom);
		if (fit != 0)
			return fit;
	}
	return 0;
}
