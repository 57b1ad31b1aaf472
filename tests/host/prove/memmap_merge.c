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

static struct memmap map, was;
static uint64_t first, last;
static uint32_t type;

#define SAME(i) (map.start[i] == was.start[i] && map.type[i] == was.type[i])

/* The types that the steps have, and what is in the range gets. */
static uint32_t now[MEMMAP_STEPS];

#define WITH(a, i) (first <= (a) && (a) <= last ? now[i] : was.type[i])

/* How many steps the result has: a new one starts where the type changes. */
static uint32_t
steps(void)
{
	uint32_t i, n = 1;

	for (i = 0; i < was.count; i++) {
		now[i] = STRICTER(was.type[i], type);
		if (i > 0 &&
		    WITH(was.start[i] - 1, i - 1) != WITH(was.start[i], i))
			n++;
		if (now[i] == was.type[i])
			continue;
		if (first > was.start[i] && IN_STEP(&was, i, first))
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
	PROVE(map.type[k] == WITH(a, i), "the stricter type in the range");
	if (map.count < was.count)
		REACHED("steps join");
	else if (first <= a && a <= last)
		REACHED("in the range");
	else
		REACHED("outside of the range");
}
