/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_next
 * property: the ranges that are no holes, all, in order
 * bound: MEMMAP_STEPS 4
 * cbmc: --unwind 6
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#include "map.h"

void
proof(void)
{
	uint64_t a = nondet_uint64_t(), above = 0;
	uint32_t i = nondet_uint32_t(), cursor = 0, ranges = 0, type = 0;
	struct memmap_range r;
	struct memmap m;
	bool seen = false;

	assume_map(&m);
	ASSUME(IN_STEP(&m, i, a));
	while (memmap_next(&m, &cursor, &r)) {
		PROVE(r.first <= r.last && r.type != MEMMAP_HOLE, "a range");
		PROVE(ranges == 0 || r.first >= above, "in order");
		PROVE(ranges == 0 || r.first > above || r.type != type,
		    "neighbours differ");
		if (r.first <= a && a <= r.last) {
			PROVE(m.step[i].type == r.type, "of that type");
			seen = true;
			REACHED("in a range");
		}
		if (r.last == UINT64_MAX) {
			PROVE(!memmap_next(&m, &cursor, &r), "the last");
			break;
		}
		above = r.last + 1;
		type = r.type;
		ranges++;
	}
	PROVE(seen == (m.step[i].type != MEMMAP_HOLE), "all of them");
	REACHED("the end");
}
