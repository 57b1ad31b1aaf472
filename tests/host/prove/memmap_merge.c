/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_merge
 * property: each byte keeps or gets the stricter type
 * bound: MEMMAP_STEPS 4
 * cbmc: --unwind 6
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* --i > high */
#include "arch/pvh/memmap.c"
#pragma CPROVER check pop
#include "map.h"

static struct memmap map, was;

#define SAME(i, j) (map.start[i] == was.start[j] && map.type[i] == was.type[j])

void
proof(void)
{
	uint64_t first = nondet_uint64_t(), last = nondet_uint64_t();
	uint64_t a = nondet_uint64_t();
	uint32_t type = nondet_uint32_t(), k = nondet_uint32_t();
	uint32_t before, behind, ghost; /* the old step that step k is from */
	uint32_t low_step = nondet_uint32_t(), high_step = nondet_uint32_t();
	struct memmap fresh;
	bool ok;

	map = was = fresh;
	assume_map(&was);
	ASSUME(first <= last && IN_STEP(&was, low_step, first));
	ASSUME(IN_STEP(&was, high_step, last));
	before = was.start[low_step] != first;
	behind = high_step + 1 == was.count
	    ? last != UINT64_MAX
	    : was.start[high_step + 1] - 1 != last;
	/* Which step of the old map step k of the new one is from. */
	ASSUME(k < was.count + before + behind);
	ghost = k <= low_step                            ? k
	    : k <= high_step + before                    ? k - before
	    : behind != 0 && k == high_step + before + 1 ? high_step
							 : k - before - behind;
	ok = memmap_merge(&map, first, last, type);
	PROVE(ok == (was.count + before + behind <= MEMMAP_STEPS),
	    "true iff it fits");
	if (!ok) {
		PROVE(
		    map.count == was.count && SAME(ghost, ghost), "as it was");
		REACHED("does not fit");
		return;
	}
	PROVE(map.count == was.count + before + behind, "steps");
	PROVE(map.start[0] == 0, "the first step");
	PROVE(k + 1 == map.count || map.start[k] < map.start[k + 1], "sorted");
	ASSUME(IN_STEP(&map, k, a));
	PROVE(IN_STEP(&was, ghost, a), "where it was");
	if (first <= a && a <= last) {
		PROVE(
		    map.type[k] == STRICTER(was.type[ghost], type), "stricter");
		REACHED("in the range");
	} else {
		PROVE(map.type[k] == was.type[ghost], "as before");
		REACHED("outside of the range");
	}
}
