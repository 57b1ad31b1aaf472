/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes RAM by the view's map, from the top down. */
#include "ram.h"

#define LOWEST  0x100000ull          /* what is below may be the loader's */
#define HIGHEST (4 * GIB - 0x200000) /* pvh_copy()'s window is above */
#define FREE    UINT64_MAX

/*
 * The start of what [to, to + size) shares a byte with: the kernel, which a
 * loader has brought, the image, a module, or avoid. FREE if there is none.
 */
static uint64_t
obstacle(const struct boot_view *view, uint64_t to, uint64_t size,
    struct extent avoid)
{
	const struct boot_module *m = view->module;
	uint32_t i;

	if (overlaps(to, size, avoid))
		return avoid.start;
	if (overlaps(to, size, view->kernel))
		return view->kernel.start;
	if (overlaps(to, size, view->image))
		return view->image.start;
	for (i = 0; i < view->module_count; i++, m++)
		if (overlaps(to, size,
			(struct extent){ m->paddr, m->paddr + m->size }))
			return m->paddr;
	return FREE;
}

/* The highest place of size bytes in [low, high); 0 if there is none. */
static uint64_t
highest_fit(const struct boot_view *view, uint64_t low, uint64_t high,
    uint64_t size, struct extent avoid)
{
	uint64_t to;

	for (low = page_up(low); range_below(low, size, high);) {
		to = (high - size) & ~(PAGE - 1);
		if (to < low)
			break;
		high = obstacle(view, to, size, avoid);
		if (high == FREE)
			return to;
	}
	return 0;
}

uint64_t
ram_take(
    struct boot_view *view, uint64_t size, uint32_t type, struct extent avoid)
{
	struct memmap_range r;
	uint64_t high, fit, to = 0;
	uint32_t cursor = 0;

	while (memmap_next(&view->map, &cursor, &r) && r.first < HIGHEST) {
		high = r.last < HIGHEST ? r.last + 1 : HIGHEST;
		if (r.type != MEMMAP_RAM)
			continue;
		fit = highest_fit(view, r.first > LOWEST ? r.first : LOWEST,
		    high, size, avoid);
		if (fit != 0)
			to = fit;
	}
	if (to == 0 || !memmap_merge(&view->map, to, to + size - 1, type))
		return 0;
	return to;
}
