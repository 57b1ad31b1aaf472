/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: range_below, overlaps, physmem_at, physmem_reach
 * property: exact, as RULES has it
 * bound: none
 * sources: arch/pvh/physmem.c
 */
#include "prove.h"
#include "physmem.h"

/* Whether byte b of [addr, addr + size) lies in it, without a wrap. */
static bool
in(uint64_t b, uint64_t addr, uint64_t size)
{
	return b >= addr && b - addr < size;
}

void
proof(void)
{
	struct physmem pm;
	uint64_t paddr, size, limit, b, reach;
	char *memory;
	void *p;
	bool ok;

	/* A window of 4 GiB at most, the door anywhere. */
	ASSUME(pm.size <= 4 * GIB && pm.door.start <= pm.door.end);
	memory = malloc(pm.size);
	pm.base = (uintptr_t)memory;
	paddr = nondet_uint64_t();
	size = nondet_uint64_t();
	b = nondet_uint64_t();
	p = physmem_at(&pm, paddr, size);
	if (p == NULL) {
		REACHED("null");
	} else {
		PROVE(p == memory + paddr, "points there");
		PROVE(paddr != 0, "there is no address 0");
		PROVE(IMPLIES(in(b, paddr, size), b < pm.size), "in");
		PROVE(IMPLIES(in(b, paddr, size),
			  !(b >= pm.door.start && b < pm.door.end)),
		    "not in the door");
		REACHED("pointer");
	}
}
