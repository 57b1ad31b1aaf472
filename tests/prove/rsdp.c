/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: rsdp_valid
 * property: true iff valid as in RULES, 5
 * bound: 44 bytes in reach
 * cbmc: --unwind 45
 */
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* sums modulo 256 */
#pragma CPROVER check disable "conversion"
#include "arch/pvh/rsdp.c"

#define SIZE 44

static uint8_t memory[SIZE];
static uint64_t reach;

/* As many bytes at the address as are in reach: see physmem_at. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	(void)paddr;
	return size <= reach ? memory : NULL;
}

/* See physmem_copy; also that no byte is read twice. */
static uint32_t copied;

void
physmem_copy(char *to, const char *from, uint64_t size)
{
	const char *next = (const char *)memory + copied;
	uint32_t i;

	PROVE(from == next, "in order");
	for (i = 0; i < size; i++)
		to[i] = from[i];
	copied += size;
}

static uint8_t
spec_sum(uint32_t size)
{
	uint8_t total = 0, rest = 0;
	uint32_t i;

	for (i = size < 36 ? size : 36; i > 0; i--)
		total += memory[i - 1];
	for (i = size; i > 36; i--)
		rest += memory[i - 1];
	return total + rest;
}
#pragma CPROVER check pop

void
proof(void)
{
	static const char signature[] = "RSD PTR ";
	uint64_t paddr = nondet_uint64_t();
	struct physmem pm;
	uint32_t length, i;
	bool is, v0, v2;

	for (i = 0; i < SIZE; i++)
		memory[i] = nondet_uint8_t();
	reach = nondet_uint64_t();
	ASSUME(reach <= SIZE);
	v0 = reach >= 20 && spec_sum(20) == 0;
	for (i = 0; i < 8; i++)
		v0 = v0 && memory[i] == (uint8_t)signature[i];
	length = memory[20] | memory[21] << 8 | memory[22] << 16 |
	    (uint32_t)memory[23] << 24;
	v2 = reach >= 36 && length >= 36 && length <= 4096 && length <= reach &&
	    spec_sum(length) == 0;
	is = rsdp_valid(&pm, paddr);
	PROVE(is == (v0 && (memory[15] < 2 || v2)), "true iff valid");
	if (is && memory[15] < 2)
		REACHED("revision 0");
	else if (is)
		REACHED("revision 2");
	else
		REACHED("not valid");
}
