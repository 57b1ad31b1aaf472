/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the place for a module, right after the image. */
#include "freebsd.h"

/*
 * The end of a module that module i would overwrite if it were copied to "to";
 * 0 if there is none. It may overwrite its own bytes if it moves down.
 */
static uint64_t
obstacle(const struct boot_view *view, uint32_t i, uint64_t to)
{
	const struct boot_module *mine = &view->module[i], *m = view->module;
	uint32_t k;

	for (k = 0; k < view->module_count; k++, m++)
		if ((m != mine || to > m->paddr) &&
		    overlaps(to, mine->size,
			(struct extent){ m->paddr, m->paddr + m->size }))
			return m->paddr + m->size;
	return 0;
}

/* The lowest page in [low, high) that has room for module i; 0 if none. */
static uint64_t
lowest_fit(
    const struct boot_view *view, uint32_t i, uint64_t low, uint64_t high)
{
	const uint64_t size = page_up(view->module[i].size);
	uint64_t end;

	for (low = page_up(low); range_below(low, size, high);
	     low = page_up(end)) {
		end = obstacle(view, i, low);
		if (end == 0)
			return low;
	}
	return 0;
}

uint64_t
settle_place(const struct boot_view *view, uint32_t i, uint64_t headroom)
{
	struct memmap_range r;
	uint64_t low, high, fit;
	uint32_t cursor = 0;

	while (memmap_next(&view->map, &cursor, &r) && r.first < GIB) {
		low = r.first > view->image.end ? r.first : view->image.end;
		high = r.last < GIB ? r.last + 1 : GIB;
		if (r.type != MEMMAP_RAM || high < headroom)
			continue;
		fit = lowest_fit(view, i, low, high - headroom);
		if (fit != 0)
			return fit;
	}
	return 0;
}
