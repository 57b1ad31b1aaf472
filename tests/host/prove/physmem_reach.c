/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_reach
 * property: how many bytes are in reach, up to a limit
 * bound: none
 * sources: arch/pvh/physmem.c
 */
#include "prove.h"
#include "reach.h"

void
proof(void)
{
	uint64_t paddr = nondet_uint64_t(), limit = nondet_uint64_t();
	uint64_t ghost = nondet_uint64_t(), n;
	struct physmem pm;
	const char *from;

	ASSUME(WINDOW(&pm));
	from = physmem_reach(&pm, paddr, limit, &n);
	PROVE(from == (OPEN(&pm, paddr) ? (char *)(pm.base + paddr) : NULL),
	    "where it is");
	PROVE(n <= limit, "limit at most");
	PROVE(IMPLIES(IN(ghost, paddr, n), OPEN(&pm, ghost)), "in reach");
	if (n < limit && n > 0) {
		PROVE(!OPEN(&pm, paddr + n), "no more");
		REACHED("less than the limit");
	} else if (n < limit) {
		PROVE(!OPEN(&pm, paddr), "nothing");
		REACHED("0");
	} else {
		REACHED("the limit");
	}
}
