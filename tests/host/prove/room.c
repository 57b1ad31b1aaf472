/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: room_end
 * property: only what is free, whatever the map says
 * bound: 2 descriptors
 * cbmc: --unwind 4 --object-bits 10
 */
#include "prove.h"
#include "physmem.h"

bool
overlaps(uint64_t addr, uint64_t size, struct extent other)
{
	return size > 0 && other.start < other.end && addr < other.end &&
	    other.start < addr + size;
}

/* As physmem_copy.c proves it, for a whole descriptor. */
#define physmem_copy(to, from, size) \
	(*(struct descriptor *)(to) = *(const struct descriptor *)(from))
#include "boot/efi/room.c"

#define DESCRIPTORS 2

/* Whether a descriptor has the byte, as room or else as no room. */
static bool
has(const struct descriptor *d, uint64_t byte, enum room room, bool as_room)
{
	struct room_map one = { (const char *)d, sizeof(*d), sizeof(*d) };
	struct extent range;
	uint64_t at = 0;
	uint32_t type;

	return next(&one, &at, &range, &type) && byte >= range.start &&
	    byte < range.end && is_room(room, type) == as_room;
}

void
proof(void)
{
	struct descriptor d[DESCRIPTORS];
	struct room_map map = { (const char *)d, sizeof(d), sizeof(d[0]) };
	uint64_t paddr = nondet_uint64_t(), byte = nondet_uint64_t(), end;
	enum room room = nondet_bool() ? ROOM_NOW : ROOM_LATER;

	end = room_end(&map, room, paddr);
	PROVE(end >= paddr, "an end");
	if (byte >= paddr && byte < end) {
		PROVE(has(d, byte, room, true) || has(d + 1, byte, room, true),
		    "the firmware gives it");
		PROVE(!has(d, byte, room, false) &&
			!has(d + 1, byte, room, false),
		    "and keeps none of it");
		REACHED("room");
	}
	if (byte == end) {
		PROVE(!(has(d, byte, room, true) ||
			  has(d + 1, byte, room, true)) ||
			has(d, byte, room, false) ||
			has(d + 1, byte, room, false),
		    "no less than there is");
		REACHED("the end");
	}
}
