/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map as a step function over the whole 64-bit address space:
 * each step reaches to the start of the next, the last one to the end. So it
 * is sorted and has no overlaps, whatever ranges are added in whatever order,
 * and as neighbours differ in type, the same bytes always make the same steps.
 */
#ifndef MEMMAP_H
#define MEMMAP_H

#include <stdbool.h>
#include <stdint.h>

#ifndef MEMMAP_STEPS
#define MEMMAP_STEPS 512
#endif

/* Types, by the numbers of ACPI's E820, which loaders and kernels share. */
#define MEMMAP_HOLE         0 /* no entry covers it */
#define MEMMAP_RAM          1
#define MEMMAP_RESERVED     2
#define MEMMAP_ACPI_RECLAIM 3
#define MEMMAP_ACPI_NVS     4
#define MEMMAP_UNUSABLE     5
#define MEMMAP_DISABLED     6
#define MEMMAP_PMEM         7

struct memmap_step {
	uint64_t start;
	uint32_t type; /* MEMMAP_*, or unknown */
};

/* A range cuts two steps at most: while it is added there may be two more. */
struct memmap {
	uint32_t count; /* at least 1: the first starts at 0 */
	struct memmap_step step[MEMMAP_STEPS + 2];
};

/* A range of one type: the bytes first to last, both inclusive. */
struct memmap_range {
	uint64_t first;
	uint64_t last;
	uint32_t type;
};

/* Makes everything a hole. */
void memmap_clear(struct memmap *m);

/*
 * Gives bytes first to last (first <= last) a type. Where they have one, the
 * more restrictive of the two stays. False if the map would have more than
 * MEMMAP_STEPS then; m is unchanged.
 */
bool memmap_merge(
    struct memmap *m, uint64_t first, uint64_t last, uint32_t type);

/* The same, but fast if the range is above all others, as in a sorted map. */
static inline bool
memmap_paint(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	struct memmap_step *top = &m->step[m->count - 1];
	uint32_t more = 1;

	if (first < top->start || top->type != MEMMAP_HOLE ||
	    last == UINT64_MAX || m->count + 2 > MEMMAP_STEPS)
		return memmap_merge(m, first, last, type);
	if (first > top->start) {
		(++top)->start = first;
		more = 2;
	} else if (top > m->step && top[-1].type == type) {
		top--; /* one range with the one below */
		more = 0;
	}
	top->type = type;
	*++top = (struct memmap_step){ last + 1, MEMMAP_HOLE };
	m->count += more;
	return true;
}

/* Whether all bytes from first to last have the type. */
bool memmap_is(
    const struct memmap *m, uint64_t first, uint64_t last, uint32_t type);

/*
 * Walks the ranges that are not holes, in ascending order. *cursor starts at 0.
 * False at the end.
 */
static inline bool
memmap_next(
    const struct memmap *m, uint32_t *cursor, struct memmap_range *range)
{
	uint32_t i = *cursor;

	if (i < m->count && m->step[i].type == MEMMAP_HOLE)
		i++;
	if (i == m->count)
		return false;
	range->first = m->step[i].start;
	range->type = m->step[i].type;
	*cursor = ++i;
	range->last = i < m->count ? m->step[i].start - 1 : UINT64_MAX;
	return true;
}

#endif
