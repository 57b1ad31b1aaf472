/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_paint
 * property: what memmap_merge does, on its own or by it
 * bound: MEMMAP_STEPS 4
 * cbmc: --unwind 5
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#include "map.h"

/* As memmap_merge.c proves it; it does what is not done the fast way. */
static bool merged;

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	(void)m;
	(void)first;
	(void)last;
	(void)type;
	merged = true;
	return nondet_bool();
}

void
proof(void)
{
	uint64_t first = nondet_uint64_t(), last = nondet_uint64_t();
	uint64_t a = nondet_uint64_t();
	uint32_t type = nondet_uint32_t(), i = nondet_uint32_t();
	uint32_t k = nondet_uint32_t();
	struct memmap m, was;
	bool ok;

	assume_map(&was);
	m = was;
	ASSUME(first <= last && type != MEMMAP_HOLE);
	ok = memmap_paint(&m, first, last, type);
	if (merged) {
		REACHED("merged");
		return;
	}
	PROVE(ok && FIRST_STEP(&m), "a map");
	ASSUME(k < m.count && IN_STEP(&was, i, a));
	PROVE(NEIGHBOURS(&m, k), "sorted, neighbours differ");
	ASSUME(IN_STEP(&m, k, a));
	PROVE(
	    m.step[k].type == TYPE_WITH(a, was.step[i].type, first, last, type),
	    "the stricter type in the range");
	if (first <= a && a <= last)
		REACHED("in the range");
	else
		REACHED("outside of the range");
}
