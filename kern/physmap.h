/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map, whether it came as SMAP or as EFI_MAP records. Types are
 * those of SMAP (metadata.h).
 */
#ifndef PHYSMAP_H
#define PHYSMAP_H

#include "kern/preload.h"

struct physmap {
	const unsigned char *entries; /* NULL: there is no map */
	uint64_t count, stride;
	bool efi;
};

struct physmap_range {
	uint64_t base, last; /* physical, inclusive */
	uint32_t type;
	bool free; /* RAM that neither firmware nor loader uses */
};

/*
 * Finds the map of the kernel's file, EFI_MAP before SMAP. Returns what is
 * wrong with it, or NULL; there being no map is not wrong.
 */
const char *physmap_init(
    struct physmap *mm, const struct preload *pl, struct preload_file kernel);

/* Entry i < count as it stands in the record; false if it is empty. */
bool physmap_entry(
    const struct physmap *mm, uint64_t i, struct physmap_range *r);

/*
 * The first range that ends at or after from, cut so that it does not begin
 * before that. The entries may come in any order: where they overlap, the more
 * restrictive type wins, and adjacent ones of the same kind are one range.
 * False if there is none.
 */
bool physmap_sweep(
    const struct physmap *mm, uint64_t from, struct physmap_range *r);

/* Do ranges of this type hold memory, which can be mapped, and no devices? */
bool physmap_is_memory(uint32_t type);

/* The bytes of RAM in [first, last]. */
uint64_t physmap_ram(const struct physmap *mm, uint64_t first, uint64_t last);

/* The last byte of RAM; 0 if there is none. */
uint64_t physmap_last_ram(const struct physmap *mm);

#endif
