/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: sort
 * property: each with bytes once; ascending; stable
 * bound: BOOT_MODULES 4
 * cbmc: --unwind 5
 */
#define BOOT_MODULES   4
#define BOOT_VARIABLES 1
#define MEMMAP_STEPS   1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"
/* The last size-- of physmem_copy() wraps. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/physmem.c"
#pragma CPROVER check pop

static struct boot_view view;
static bool bytes[BOOT_MODULES]; /* whether the module has some */

void
proof(void)
{
	struct places places = { .view = &view };
	const uint8_t *order;
	uint32_t k = nondet_uint32_t(), ghost = nondet_uint32_t();
	uint32_t i, n, wanted = 0, found = 0;
	uint64_t before, behind;

	view.module_count = nondet_uint32_t();
	ASSUME(view.module_count <= BOOT_MODULES && ghost < BOOT_MODULES);
	for (i = 0; i < BOOT_MODULES; i++) {
		view.module[i].paddr = nondet_uint64_t();
		view.module[i].size = nondet_uint64_t();
		bytes[i] = view.module[i].size != 0;
		wanted += i < view.module_count && bytes[i];
	}
	sort(&places);
	n = BOOT_MODULES - places.first;
	order = &places.order[places.first];
	PROVE(n == wanted, "as many as have bytes");
	for (i = 0; i < BOOT_MODULES; i++)
		found += i < n && order[i] == ghost;
	PROVE(found == (ghost < view.module_count && bytes[ghost]),
	    "each of them once, no other");
	if (k < n && k > 0) {
		before = view.module[order[k - 1]].paddr;
		behind = view.module[order[k]].paddr;
		PROVE(before <= behind, "the lowest first");
		if (before == behind) {
			PROVE(order[k - 1] < order[k], "then by index");
			REACHED("at one address");
		} else if (order[k - 1] > order[k]) {
			REACHED("against the index");
		} else {
			REACHED("as they were");
		}
	}
	REACHED("end");
}
