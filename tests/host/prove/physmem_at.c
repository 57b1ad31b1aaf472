/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_at
 * property: a pointer iff the range is in reach
 * bound: none
 * sources: arch/pvh/physmem.c
 */
#include "prove.h"
#include "reach.h"

void
proof(void)
{
	uint64_t paddr = nondet_uint64_t(), size = nondet_uint64_t();
	uint64_t ghost = nondet_uint64_t(), door;
	struct physmem pm;
	void *p;

	ASSUME(WINDOW(&pm));
	p = physmem_at(&pm, paddr, size);
	if (p != NULL) {
		PROVE((uintptr_t)p == pm.base + paddr, "points there");
		PROVE(paddr != 0 && paddr <= pm.size, "also if empty");
		PROVE(IMPLIES(IN(ghost, paddr, size), OPEN(&pm, ghost)),
		    "all in reach");
		REACHED("pointer");
	} else if (paddr != 0 && paddr <= pm.size) {
		PROVE(size != 0, "an empty range is in reach");
		/* The range's last byte, or the first one in the door. */
		door = pm.door.start > paddr ? pm.door.start : paddr;
		PROVE(size > pm.size || !OPEN(&pm, paddr + size - 1) ||
			(IN(door, paddr, size) && !OPEN(&pm, door)),
		    "a byte is not in reach");
		REACHED("no pointer");
	}
}
