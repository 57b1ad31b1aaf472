/* SPDX-License-Identifier: BSD-2-Clause */
/* The firmware's map is short: every question walks through it anew. */
#include "room.h"

#define LOADER_CODE         1
#define BOOT_SERVICES_DATA  4
#define CONVENTIONAL_MEMORY 7
#define LAST                (UINT64_MAX & ~(PAGE - 1))

/* EFI_MEMORY_DESCRIPTOR, which may be longer. */
struct descriptor {
	uint32_t type;
	uint32_t padding;
	uint64_t start;
	uint64_t virtual;
	uint64_t pages;
	uint64_t attribute;
};

/*
 * Reads the descriptor at *at and goes on to the next; false at the map's end.
 */
static bool
next(const struct room_map *map, uint64_t *at, struct extent *range,
    uint32_t *type)
{
	struct descriptor d;

	if (map->stride < sizeof(d) || !range_below(*at, sizeof(d), map->size))
		return false;
	physmem_copy((char *)&d, map->descriptors + *at, sizeof(d));
	*at += map->stride <= map->size - *at ? map->stride : map->size - *at;
	*type = d.type;
	range->start = d.start < LAST ? d.start & ~(PAGE - 1) : LAST;
	range->end = d.pages <= (LAST - range->start) / PAGE
	    ? range->start + d.pages * PAGE
	    : LAST;
	return true;
}

static bool
is_room(enum room room, uint32_t type)
{
	return type == CONVENTIONAL_MEMORY ||
	    (room == ROOM_LATER && type >= LOADER_CODE &&
		type <= BOOT_SERVICES_DATA);
}

/* The end of the room that begins at paddr, or paddr if none begins there. */
static uint64_t
room_end(const struct room_map *map, enum room room, uint64_t paddr)
{
	struct extent range;
	uint64_t at, end = paddr, before;
	uint32_t type;

	do {
		before = end;
		for (at = 0; next(map, &at, &range, &type);)
			if (is_room(room, type) && range.start <= end &&
			    range.end > end)
				end = range.end;
	} while (end != before);
	for (at = 0; next(map, &at, &range, &type);)
		if (!is_room(room, type) && overlaps(paddr, end - paddr, range))
			end = range.start > paddr ? range.start : paddr;
	return end;
}

/* The lowest address above paddr where room may begin; 0 if there is none. */
static uint64_t
next_start(const struct room_map *map, uint64_t paddr)
{
	struct extent range;
	uint64_t at, lowest = 0;
	uint32_t type;

	for (at = 0; next(map, &at, &range, &type);) {
		if (range.start > paddr &&
		    (lowest == 0 || range.start < lowest))
			lowest = range.start;
		if (range.end > paddr && (lowest == 0 || range.end < lowest))
			lowest = range.end;
	}
	return lowest;
}

uint64_t
room_find(const struct room_map *map, enum room room, uint64_t from,
    uint64_t size, uint64_t limit)
{
	uint64_t paddr = from;

	while (range_below(paddr, size, limit)) {
		if (room_end(map, room, paddr) - paddr >= size)
			return paddr;
		paddr = next_start(map, paddr);
		if (paddr == 0)
			break;
	}
	return 0;
}

bool
room_obstacle(const struct room_map *map, struct extent extent,
    struct room_obstacle *obstacle)
{
	struct extent range;
	uint64_t at, end = room_end(map, ROOM_LATER, extent.start);
	uint32_t type;

	if (end >= extent.end)
		return false;
	*obstacle =
	    (struct room_obstacle){ { end, extent.end }, ROOM_NO_MEMORY };
	for (at = 0; next(map, &at, &range, &type);)
		if (!is_room(ROOM_LATER, type) && range.start <= end &&
		    range.end > end)
			*obstacle = (struct room_obstacle){ range, type };
	return true;
}

const char *
room_type(uint32_t type)
{
	static const char *const names[] = { "reserved", "loader code",
		"loader data", "boot services code", "boot services data",
		"runtime services code", "runtime services data", "free memory",
		"unusable", "ACPI tables", "ACPI NVS", "memory-mapped I/O",
		"memory-mapped I/O ports", "PAL code", "persistent memory",
		"unaccepted memory" };

	if (type == ROOM_NO_MEMORY)
		return "no memory";
	return type < sizeof(names) / sizeof(names[0]) ? names[type]
						       : "unknown";
}
