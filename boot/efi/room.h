/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where there is room, by the firmware's memory map. Knows nothing of UEFI but
 * the map's format, and trusts nothing in it: where descriptors overlap, the
 * one counts that forbids most.
 */
#ifndef ROOM_H
#define ROOM_H

#include "physmem.h"

struct room_map {
	const char *descriptors;
	uint64_t size;   /* of all of them, bytes */
	uint64_t stride; /* of one */
};

/*
 * Memory that can be taken now; memory that can be written to once the firmware
 * is gone.
 */
enum room { ROOM_NOW, ROOM_LATER };

/*
 * The lowest address, not below from, where size bytes of room begin that end
 * at the limit or below it; 0 if there is none.
 */
uint64_t room_find(const struct room_map *map, enum room room, uint64_t from,
    uint64_t size, uint64_t limit);

/*
 * The first range in the extent that is not ROOM_LATER; false if there is none.
 */
#define ROOM_NO_MEMORY UINT32_MAX
struct room_obstacle {
	struct extent range; /* as the map has it, also beyond the extent */
	uint32_t type;       /* EFI's, or ROOM_NO_MEMORY */
};
bool room_obstacle(const struct room_map *map, struct extent extent,
    struct room_obstacle *obstacle);

/* The name of such a type, for people. */
const char *room_type(uint32_t type);

#endif
