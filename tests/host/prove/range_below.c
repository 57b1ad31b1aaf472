/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: range_below
 * property: iff the sum is a number, at most the limit
 * bound: none
 */
#include "prove.h"
#include "physmem.h"

void
proof(void)
{
	uint64_t addr = nondet_uint64_t(), size = nondet_uint64_t();
	uint64_t limit = nondet_uint64_t();

	if (range_below(addr, size, limit)) {
		PROVE(size <= UINT64_MAX - addr, "no wrap");
		PROVE(addr + size <= limit, "below");
		REACHED("below");
	} else {
		PROVE(size > UINT64_MAX - addr || addr + size > limit,
		    "it wraps or is above");
		REACHED("not below");
	}
}
