/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map: SMAP or EFI_MAP records behind one face. Types are those of
 * SMAP (metadata.h).
 */
#ifndef MEMMAP_H
#define MEMMAP_H

#include "kern/preload.h"

struct memmap {
	const unsigned char *entries; /* NULL: there is no map */
	uint64_t count, stride;
	bool efi;
};

struct memmap_range {
	uint64_t base, last; /* physical, inclusive */
	uint32_t type;
	bool free; /* RAM that neither firmware nor loader has a use for */
};

/*
 * Finds the map of the kernel's file, EFI_MAP before SMAP. Returns what is
 * wrong with it, or NULL; there being no map is not wrong.
 */
const char *memmap_init(
    struct memmap *mm, const struct preload *pl, struct preload_file kernel);

/* Entry i < count as it stands in the record; false if it is empty. */
bool memmap_entry(const struct memmap *mm, uint64_t i, struct memmap_range *r);

/*
 * The first range that ends at or after from, cut to begin there, with order
 * brought into the map: where entries overlap, the more restrictive one wins;
 * neighbours of one kind are one. False if there is nothing any more.
 */
bool memmap_sweep(
    const struct memmap *mm, uint64_t from, struct memmap_range *r);

/* Is it memory, so that it can be mapped as such? */
bool memmap_is_memory(uint32_t type);

/* The bytes of RAM in [first, last]. */
uint64_t memmap_ram(const struct memmap *mm, uint64_t first, uint64_t last);

/* The last byte of RAM; 0 if there is none. */
uint64_t memmap_last_ram(const struct memmap *mm);

#endif
