/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_merge
 * property: the stricter type, in the fewest steps
 * bound: MEMMAP_STEPS 3
 * cbmc: --unwind 6
 */
#define MEMMAP_STEPS 3
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* --i > high */
#include "arch/pvh/memmap.c"
#pragma CPROVER check pop
#include "map.h"

/* As physmem_copy.c proves it, for whole steps. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	struct memmap_step *step = (struct memmap_step *)to;
	const struct memmap_step *source = (const struct memmap_step *)from;
	uint64_t n;

	PROVE(size % sizeof(*step) == 0 && size / sizeof(*step) < 6, "steps");
	for (n = size / sizeof(*step); n > 0; n--)
		*step++ = *source++;
}

static struct memmap map, was;
static uint64_t first, last;
static uint32_t type;

#define SAME(i)                                    \
	(map.step[i].start == was.step[i].start && \
	    map.step[i].type == was.step[i].type)

/* The types that the steps have, and what is in the range gets. */
static uint32_t now[MEMMAP_STEPS];

#define WITH(a, i) (first <= (a) && (a) <= last ? now[i] : was.step[i].type)

/* How many steps the result has: a new one starts where the type changes. */
static uint32_t
steps(void)
{
	uint32_t i, n = 1;

	for (i = 0; i < was.count; i++) {
		now[i] = STRICTER(was.step[i].type, type);
		if (i > 0 &&
		    WITH(was.step[i].start - 1, i - 1) !=
			WITH(was.step[i].start, i))
			n++;
		if (now[i] == was.step[i].type)
			continue;
		if (first > was.step[i].start && IN_STEP(&was, i, first))
			n++;
		if (last != UINT64_MAX && IN_STEP(&was, i, last) &&
		    IN_STEP(&was, i, last + 1))
			n++;
	}
	return n;
}

void
proof(void)
{
	uint64_t a = nondet_uint64_t();
	uint32_t i = nondet_uint32_t(), k = nondet_uint32_t(), n;
	struct memmap fresh;
	bool ok;

	map = was = fresh;
	first = nondet_uint64_t();
	last = nondet_uint64_t();
	type = nondet_uint32_t();
	assume_map(&was);
	ASSUME(first <= last && type != MEMMAP_HOLE);
	ASSUME(i < was.count && k < MEMMAP_STEPS);
	n = steps();
	ok = memmap_merge(&map, first, last, type);
	PROVE(ok == (n <= MEMMAP_STEPS), "true iff it fits");
	if (!ok) {
		PROVE(map.count == was.count && SAME(i), "as it was");
		REACHED("does not fit");
		return;
	}
	PROVE(map.count == n, "steps");
	PROVE(FIRST_STEP(&map), "the first step");
	PROVE(NEIGHBOURS(&map, k), "sorted, neighbours differ");
	ASSUME(IN_STEP(&was, i, a) && IN_STEP(&map, k, a));
	PROVE(map.step[k].type == WITH(a, i), "the stricter type in the range");
	if (map.count < was.count)
		REACHED("steps join");
	else if (first <= a && a <= last)
		REACHED("in the range");
	else
		REACHED("outside of the range");
}
