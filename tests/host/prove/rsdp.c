/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: rsdp_valid
 * property: true iff valid as in RULES, 5
 * bound: none
 * stub: sum:sum_of
 * cbmc: --unwind 37
 */
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* modulo 256 */
#pragma CPROVER check disable "conversion"
#include "arch/pvh/rsdp.c"
#pragma CPROVER check pop

#define SIZE 36

/* The first bytes of the RSDP, and how many bytes are in reach. */
static uint8_t memory[SIZE];
static uint64_t reach;
static uint32_t ghost; /* any of these bytes */

/* As physmem_at.c proves it, with reach bytes at the address. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	(void)paddr;
	return size <= reach ? memory : NULL;
}

/* As physmem_copy.c proves it; all is in reach, and no byte is read twice. */
static uint32_t copied;

void
physmem_copy(char *to, const char *from, uint64_t size)
{
	const char *next = (const char *)memory + copied;
	uint32_t i;

	PROVE(from == next, "in order");
	PROVE(size <= reach && copied <= reach - size, "in reach");
	for (i = 0; i < size; i++)
		to[i] = from[i];
	copied += size;
}

/*
 * As rsdp_sum.c proves it: the sums of the first 20 bytes, of all 36, and of
 * those after them.
 */
static uint8_t sum_v0, sum_v2, sum_behind;

uint8_t
sum_of(const void *bytes, uint32_t size)
{
	const uint8_t *byte = bytes;

	if (byte == memory + SIZE) {
		PROVE(size <= 4096 - SIZE && size + SIZE <= reach, "in reach");
		return sum_behind;
	}
	PROVE(size == copied, "what is copied");
	PROVE(ghost >= size || byte[ghost] == memory[ghost], "the bytes");
	return size == 20 ? sum_v0 : sum_v2;
}

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
	ghost = nondet_uint32_t();
	sum_v0 = nondet_uint8_t();
	sum_v2 = nondet_uint8_t();
	sum_behind = nondet_uint8_t();
	ASSUME(ghost < SIZE);
	v0 = reach >= 20 && sum_v0 == 0;
	for (i = 0; i < 8; i++)
		v0 = v0 && memory[i] == (uint8_t)signature[i];
	length = memory[20] | memory[21] << 8 | memory[22] << 16 |
	    (uint32_t)memory[23] << 24;
	v2 = reach >= 36 && length >= 36 && length <= 4096 && length <= reach &&
	    (sum_v2 + sum_behind) % 256 == 0;
	is = rsdp_valid(&pm, paddr);
	PROVE(is == (v0 && (memory[15] < 2 || v2)), "true iff valid");
	if (is && memory[15] < 2)
		REACHED("revision 0");
	else if (is)
		REACHED("revision 2");
	else
		REACHED("not valid");
}
