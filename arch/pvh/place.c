/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds room for a module that has to come below 1 GiB. */
#include "metadata.h"
#include "pvh.h"

#define LOWEST 0x100000ull /* what is below belongs to the firmware */

/* What of ours shares a byte with the range: its start; 0 if nothing does. */
static uint64_t
obstacle(const struct boot_view *view, uint64_t paddr, uint64_t size)
{
	const struct boot_module *m;
	uint32_t i;

	if (overlaps(paddr, size, view->image))
		return view->image.start;
	for (i = 0; i < view->module_count; i++) {
		m = &view->module[i];
		if (overlaps(paddr, size,
			(struct extent){ m->paddr, m->paddr + m->size }))
			return m->paddr;
	}
	return 0;
}

/* The highest page in [low, high) with room for size bytes; 0 if none. */
static uint64_t
highest_fit(
    const struct boot_view *view, uint64_t low, uint64_t high, uint64_t size)
{
	uint64_t paddr;

	while (range_below(low, size, high)) {
		paddr = (high - size) & ~(PAGE - 1);
		if (paddr < low)
			break;
		high = obstacle(view, paddr, size);
		if (high == 0)
			return paddr;
	}
	return 0;
}

uint64_t
module_place(const struct boot_view *view, uint64_t size)
{
	struct memmap_range r;
	uint64_t low, high, fit, best = 0;
	uint32_t cursor = 0;

	while (memmap_next(&view->map, &cursor, &r) && r.first < GIB) {
		low = r.first > LOWEST ? r.first : LOWEST;
		high = r.last < GIB ? r.last + 1 : GIB;
		fit = r.type == SMAP_TYPE_MEMORY
		    ? highest_fit(view, low, high, size)
		    : 0;
		if (fit != 0)
			best = fit;
	}
	return best;
}
