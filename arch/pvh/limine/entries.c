/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map as the kernel reads it. */
#include "stages.h"

static uint32_t
type_of(uint32_t type)
{
	switch (type) {
	case MEMMAP_RAM:
		return LIMINE_MEM_USABLE;
	case MEMMAP_ACPI_RECLAIM:
		return LIMINE_MEM_ACPI;
	case MEMMAP_ACPI_NVS:
		return LIMINE_MEM_NVS;
	case MEMMAP_UNUSABLE:
		return LIMINE_MEM_BAD;
	case LIMINE_RECLAIM:
	case LIMINE_EXECUTABLE:
	case LIMINE_FRAMEBUFFER:
		return type - LIMINE_TYPE(0);
	default:
		return LIMINE_MEM_RESERVED;
	}
}

struct limine_entry
limine_entry(struct memmap_range r)
{
	struct limine_entry e = { r.first, r.last - r.first + 1,
		type_of(r.type) };
	uint64_t end = r.last + 1;

	if (end == 0) /* 2^64 */
		e.length = --end - r.first;
	if (e.type == LIMINE_MEM_USABLE || e.type == LIMINE_MEM_RECLAIM) {
		e.base = page_up(r.first);
		end &= ~(PAGE - 1);
		e.length = e.base < end && e.base >= r.first ? end - e.base : 0;
	}
	return e;
}

/* After the last change of the map. */
bool
limine_memmap(struct limine *l, struct limine_request *request)
{
	const struct memmap *map = &l->view->map;
	struct limine_entry *entries, e;
	struct memmap_range r;
	uint64_t *list, address, at;
	uint32_t cursor = 0, n = 0;

	list = limine_take(l, map->count * sizeof(*list), &address);
	if (list == NULL)
		return false;
	entries = limine_take(l, map->count * sizeof(*entries), &at);
	if (entries == NULL)
		return false;
	while (memmap_next(map, &cursor, &r)) {
		e = limine_entry(r);
		if (e.length == 0)
			continue;
		if (n > 0 && entries[n - 1].type == e.type &&
		    entries[n - 1].base + entries[n - 1].length == e.base) {
			entries[n - 1].length += e.length;
			continue;
		}
		entries[n] = e;
		list[n] = at + n * sizeof(e);
		n++;
	}
	return limine_answer(l, request, 0, n, address);
}
