/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_clear
 * property: a map in which each byte is in a hole
 * bound: none
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#include "arch/pvh/memmap.c"
#include "map.h"

void
proof(void)
{
	uint64_t a = nondet_uint64_t();
	uint32_t i = nondet_uint32_t();
	struct memmap m;

	memmap_clear(&m);
	PROVE(m.count == 1 && m.step[0].start == 0, "a map of one step");
	if (IN_STEP(&m, i, a)) {
		PROVE(m.step[i].type == 0, "a hole");
		REACHED("in a step");
	}
}
