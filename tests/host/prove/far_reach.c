/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_far
 * property: true iff it ends above 4 GiB, by the CPU's end
 * bound: none
 * stub: top:top_of
 */
#include "prove.h"
#include "arch/pvh/far.c"

volatile uint64_t pvh_last_page;

static uint64_t end; /* the end of the CPU's addresses */

/* CPUID cannot be in a proof: the end is any power of two. */
uint64_t
top_of(void)
{
	return end;
}

void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(to == NULL && from == NULL && size > 0, "is not called");
}

void
proof(void)
{
	uint64_t paddr = nondet_uint64_t(), size = nondet_uint64_t();
	unsigned __int128 behind = (unsigned __int128)paddr + size;
	uint8_t bits = nondet_uint8_t();
	bool far;

	ASSUME(bits < 64);
	end = (uint64_t)1 << bits;
	far = physmem_far(paddr, size);
	PROVE(far == (paddr != 0 && behind > 4 * GIB && behind <= end),
	    "RULES, in numbers that do not wrap");
	if (far)
		REACHED("far");
	else if (behind > end)
		REACHED("behind all");
	else
		REACHED("near");
}
