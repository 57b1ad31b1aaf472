/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_is
 * property: true iff each byte has the type
 * bound: MEMMAP_STEPS 4
 * cbmc: --unwind 5
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#include "arch/pvh/memmap.c"
#include "map.h"

void
proof(void)
{
	uint64_t first = nondet_uint64_t(), last = nondet_uint64_t();
	uint64_t a = nondet_uint64_t(), b = nondet_uint64_t();
	uint32_t type = nondet_uint32_t(), i = nondet_uint32_t(), k;
	bool is, all = true;
	struct memmap m;

	assume_map(&m);
	ASSUME(first <= last && first <= a && a <= last && IN_STEP(&m, i, a));
	is = memmap_is(&m, first, last, type);
	PROVE(IMPLIES(is, m.step[i].type == type), "each byte has it");
	for (k = 0; k < m.count; k++) {
		b = first > m.step[k].start ? first : m.step[k].start;
		if (b <= last && IN_STEP(&m, k, b))
			all = all && m.step[k].type == type;
	}
	PROVE(IMPLIES(all, is), "true if each step there has it");
	if (is)
		REACHED("true");
	else
		REACHED("false");
}
