/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_copy
 * property: copies each byte, writes no other
 * bound: 24 bytes
 * cbmc: --unwind 9
 */
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* size-- > 0 */
#include "arch/pvh/physmem.c"
#pragma CPROVER check pop

#define SIZE 24

void
proof(void)
{
	uint64_t size = nondet_uint64_t(), at = nondet_uint64_t();
	uint64_t ghost = nondet_uint64_t();
	char to[SIZE], from[SIZE], before, given;

	ASSUME(at <= SIZE && size <= SIZE - at && ghost < SIZE);
	before = to[ghost];
	given = from[ghost];
	physmem_copy(to + at, from + at, size);
	PROVE(from[ghost] == given, "the source stays");
	if (ghost >= at && ghost - at < size) {
		PROVE(to[ghost] == given, "copied");
		REACHED("in the range");
	} else {
		PROVE(to[ghost] == before, "left alone");
		REACHED("outside of the range");
	}
}
