/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's page tables (protocol, Memory Layout at Entry and Caching). */
#include "stages.h"

#define LOWEST_ID 0x1000ull    /* the identity map leaves out page 0 */
#define TOP       (1ull << 46) /* of what is mapped; beyond is no memory */

/* The types that are in the direct map, by base revision; of revisions 0 to 2
 * only from 4 GiB on, as all below is in it. */
#define BIT(type) (1u << (type))
static const uint32_t mapped[LIMINE_REVISION_MAX + 1] = {
	~0u,
	~(BIT(LIMINE_MEM_RESERVED) | BIT(LIMINE_MEM_BAD)),
	~(BIT(LIMINE_MEM_RESERVED) | BIT(LIMINE_MEM_BAD)),
	BIT(LIMINE_MEM_USABLE) | BIT(LIMINE_MEM_RECLAIM) |
	    BIT(LIMINE_MEM_EXECUTABLE) | BIT(LIMINE_MEM_FRAMEBUFFER),
};

/* How this page of the image is mapped, with PG_V; 0 if it is not: as all the
 * segments that have a byte in it want it. */
static uint64_t
flags_at(const struct limine *l, uint64_t offset)
{
	const struct limine_kernel *kernel = l->kernel;
	const struct limine_segment *segment = kernel->segment;
	uint32_t i, flags = 0;
	uint64_t start;

	for (i = 0; i < kernel->segment_count; i++, segment++) {
		start = segment->virtual - kernel->virtual;
		if (overlaps(offset, PAGE,
			(struct extent){ start, start + segment->size }))
			flags |= segment->flags | LIMINE_PF_R;
	}
	if (flags == 0)
		return 0;
	return PG_V | ((flags & LIMINE_PF_W) != 0 ? PG_RW : 0) |
	    ((flags & LIMINE_PF_X) != 0 || l->last->efer == 0 ? 0 : PG_NX);
}

static bool
map_image(struct limine *l)
{
	const struct limine_kernel *kernel = l->kernel;
	uint64_t at, run, flags;

	for (at = 0; at < kernel->size; at += run) {
		flags = flags_at(l, at);
		run = PAGE;
		while (
		    at + run < kernel->size && flags_at(l, at + run) == flags)
			run += PAGE;
		if (flags != 0 &&
		    !pages_map(&l->pages, kernel->virtual + at,
			kernel->paddr + at, run, flags & ~PG_V))
			return false;
	}
	return true;
}

/* Maps whole pages at base + their address; a frame buffer is special. */
static bool
map_span(struct limine *l, uint64_t base, uint64_t at, uint64_t end)
{
	struct extent screen = l->screen;
	uint64_t stop, flags;

	if (l->last->pat == 0)
		screen = (struct extent){ 0, 0 };
	for (; at < end; at = stop) {
		stop = end;
		flags = PG_RW;
		if (overlaps(at, end - at, screen) && at < screen.start) {
			stop = screen.start;
		} else if (overlaps(at, PAGE, screen)) {
			stop = end < screen.end ? end : screen.end;
			flags |= PG_WC;
		}
		if (!pages_map(&l->pages, base + at, at, stop - at, flags))
			return false;
	}
	return true;
}

/*
 * The next pages from "at" on that have memory of mapped types, without a gap;
 * false if there are none. It starts anew each time, because a table that is
 * built meanwhile changes the map: from one mapped type to another.
 */
static bool
next_span(const struct limine *l, uint64_t at, struct extent *span)
{
	struct limine_entry e;
	struct memmap_range r;
	uint32_t cursor = 0;
	uint64_t start, end;

	span->start = span->end = at;
	while (memmap_next(&l->view->map, &cursor, &r)) {
		e = limine_entry(r);
		start = e.base > at ? e.base & ~(PAGE - 1) : at;
		end =
		    e.base + e.length < TOP ? page_up(e.base + e.length) : TOP;
		if (start >= end || (mapped[l->revision] & BIT(e.type)) == 0)
			continue;
		if (span->start == span->end)
			span->start = start;
		else if (start > span->end)
			break;
		span->end = end;
	}
	return span->start < span->end;
}

/* Maps what the base revision has at base + its address, from "at" on. */
static bool
map_memory(struct limine *l, uint64_t base, uint64_t at)
{
	struct extent span;

	if (l->revision < LIMINE_REVISION_MAX) {
		if (!map_span(l, base, at, 4 * GIB))
			return false;
		at = 4 * GIB;
	}
	for (; next_span(l, at, &span); at = span.end)
		if (!map_span(l, base, span.start, span.end))
			return false;
	return true;
}

bool
limine_map(struct limine *l)
{
	if (!map_image(l))
		return pvh_defect(
		    l->view, PVH_LIMINE_TABLES, 0, l->kernel->virtual);
	if (!map_memory(l, LIMINE_HHDM_BASE, 0))
		return pvh_defect(
		    l->view, PVH_LIMINE_TABLES, 0, LIMINE_HHDM_BASE);
	if (l->revision == 0 && !map_memory(l, 0, LOWEST_ID))
		return pvh_defect(l->view, PVH_LIMINE_TABLES, 0, 0);
	return true;
}
