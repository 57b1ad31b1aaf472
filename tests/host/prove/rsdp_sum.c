/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: sum
 * property: the sum of the bytes, modulo 256
 * bound: 16 bytes
 * cbmc: --unwind 17
 */
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* modulo 256 */
#pragma CPROVER check disable "conversion"
#include "arch/pvh/rsdp.c"
#pragma CPROVER check pop

#define SIZE 16

void
proof(void)
{
	uint8_t bytes[SIZE];
	uint32_t size = nondet_uint32_t(), total = 0, i;

	ASSUME(size <= SIZE);
	for (i = SIZE; i > 0; i--)
		total += i <= size ? bytes[i - 1] : 0;
	PROVE(sum(bytes, size) == total % 256, "the sum");
	REACHED("end");
}
