/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: overlaps
 * property: true iff a byte is in both ranges
 * bound: none
 * sources: arch/pvh/physmem.c
 */
#include "prove.h"
#include "reach.h"

void
proof(void)
{
	uint64_t addr = nondet_uint64_t(), size = nondet_uint64_t();
	uint64_t ghost = nondet_uint64_t(), both;
	struct extent e;

	ASSUME(size <= UINT64_MAX - addr);
	both = addr > e.start ? addr : e.start;
	if (overlaps(addr, size, e)) {
		PROVE(IN(both, addr, size) && IN_EXTENT(both, e), "one is");
		REACHED("true");
	} else {
		PROVE(!(IN(ghost, addr, size) && IN_EXTENT(ghost, e)), "none");
		REACHED("false");
	}
}
