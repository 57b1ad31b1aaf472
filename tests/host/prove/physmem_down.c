/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_copy
 * property: memory moves down, over itself, too
 * bound: 24 bytes, down by 10 at most
 * cbmc: --unwind 9 --unwindset proof.0:36
 */
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* size-- > 0 */
#include "arch/pvh/physmem.c"
#pragma CPROVER check pop

#define SIZE 24
#define AT   1 /* one byte is before the target */
#define DOWN 10

void
proof(void)
{
	uint64_t size = nondet_uint64_t(), ghost = nondet_uint64_t();
	uint64_t down = nondet_uint64_t(), i;
	char memory[AT + DOWN + SIZE], was[AT + DOWN + SIZE];

	ASSUME(size <= SIZE && down <= DOWN && ghost < sizeof(memory));
	for (i = 0; i < sizeof(memory); i++)
		was[i] = memory[i];
	physmem_copy(memory + AT, memory + AT + down, size);
	if (ghost >= AT && ghost - AT < size) {
		PROVE(memory[ghost] == was[ghost + down], "moved down");
		if (down > 0 && down < size)
			REACHED("over itself");
		else
			REACHED("moved");
	} else {
		PROVE(memory[ghost] == was[ghost], "left alone");
		REACHED("outside of the target");
	}
}
