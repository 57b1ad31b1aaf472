/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map from bottom to top, whatever the order and the overlaps of
 * its entries. Each step looks at all entries; there are few.
 */
#include "kern/physmap.h"

/* Where two entries overlap, the one with the higher rank wins. */
static unsigned
rank(const struct physmap_range *r)
{
	switch (r->type) {
	case SMAP_TYPE_MEMORY:
		return r->free ? 0 : 1;
	case SMAP_TYPE_PMEM:
		return 2;
	case SMAP_TYPE_ACPI_RECLAIM:
		return 3;
	case SMAP_TYPE_ACPI_NVS:
		return 4;
	default:
		return 5;
	}
}

/*
 * Looks at an address. If an entry covers it, *r is a range that begins there.
 * If none does, this is false, and r->last is the end of the hole.
 */
static bool
look(const struct physmap *mm, uint64_t at, struct physmap_range *r)
{
	struct physmap_range e;
	bool found = false;
	uint64_t i;

	*r = (struct physmap_range){ .base = at, .last = UINT64_MAX };
	for (i = 0; i < mm->count; i++) {
		if (!physmap_entry(mm, i, &e) || e.last < at)
			continue;
		if (e.base > at) { /* begins later, and ends what is here */
			if (r->last >= e.base)
				r->last = e.base - 1;
			continue;
		}
		if (r->last > e.last)
			r->last = e.last;
		if (!found || rank(&e) > rank(r)) {
			r->type = e.type;
			r->free = e.free;
			found = true;
		}
	}
	return found;
}

bool
physmap_sweep(const struct physmap *mm, uint64_t from, struct physmap_range *r)
{
	struct physmap_range next;

	while (!look(mm, from, r)) {
		if (r->last == UINT64_MAX)
			return false;
		from = r->last + 1;
	}
	while (r->last != UINT64_MAX && look(mm, r->last + 1, &next) &&
	    next.type == r->type && next.free == r->free)
		r->last = next.last;
	return true;
}

uint64_t
physmap_ram(const struct physmap *mm, uint64_t first, uint64_t last)
{
	struct physmap_range r = { 0 };
	uint64_t bytes = 0, end;

	while (physmap_sweep(mm, first, &r) && r.base <= last) {
		end = r.last < last ? r.last : last;
		if (r.type == SMAP_TYPE_MEMORY)
			bytes += end - r.base + 1;
		if (end == last)
			break;
		first = end + 1;
	}
	return bytes;
}

uint64_t
physmap_last_ram(const struct physmap *mm)
{
	struct physmap_range r = { 0 };
	uint64_t last = 0, from;

	for (from = 0; physmap_sweep(mm, from, &r); from = r.last + 1) {
		if (r.type == SMAP_TYPE_MEMORY)
			last = r.last;
		if (r.last == UINT64_MAX)
			break;
	}
	return last;
}
