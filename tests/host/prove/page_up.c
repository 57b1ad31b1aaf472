/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: page_up
 * property: the first page at or above an address
 * bound: none
 * sources: arch/pvh/physmem.c
 */
#include "prove.h"
#include "physmem.h"

void
proof(void)
{
	uint64_t addr = nondet_uint64_t(), page;

	ASSUME(addr <= UINT64_MAX - 4096);
	page = page_up(addr);
	PROVE(page % 4096 == 0 && page >= addr, "a page");
	PROVE(page - addr < 4096, "the first");
	if (page == addr)
		REACHED("there already");
	else
		REACHED("above");
}
