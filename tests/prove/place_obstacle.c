/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: obstacle
 * property: the start of what is in the way; 0 iff nothing
 * bound: BOOT_MODULES 3
 * sources: arch/pvh/physmem.c
 * cbmc: --unwind 4
 */
#define BOOT_MODULES 3
#define MEMMAP_STEPS 2
#include "prove.h"
#include "ours.h"
#include "arch/pvh/place.c"

static struct boot_view view;

/* Whether size bytes at paddr are clear of module i. */
static bool
clear_of(uint32_t i, uint64_t paddr, uint64_t size)
{
	const struct boot_module *m = &view.module[i];

	return i >= view.module_count || m->size == 0 ||
	    !MEETS(paddr, size, m->paddr, m->paddr + m->size);
}

static bool
clear(uint64_t paddr, uint64_t size)
{
	return !MEETS(paddr, size, view.image.start, view.image.end) &&
	    clear_of(0, paddr, size) && clear_of(1, paddr, size) &&
	    clear_of(2, paddr, size);
}

void
proof(void)
{
	uint64_t paddr = nondet_uint64_t(), size = nondet_uint64_t(), at;
	uint64_t below = nondet_uint64_t();
	struct boot_module any[BOOT_MODULES];
	uint32_t i;

	assume_ours(&view);
	view.module_count = nondet_uint32_t();
	ASSUME(view.module_count <= BOOT_MODULES);
	/* As check() leaves them; what has no bytes may be anywhere. */
	for (i = 0; i < BOOT_MODULES; i++) {
		ASSUME(any[i].size == 0 ||
		    (any[i].paddr > 0 && any[i].size <= 4 * GIB &&
			any[i].paddr <= 4 * GIB - any[i].size));
		view.module[i] = any[i];
	}
	ASSUME(size > 0 && size <= GIB && paddr <= GIB - size);
	at = obstacle(&view, paddr, size);
	PROVE((at == 0) == clear(paddr, size), "0 iff nothing is in the way");
	if (at == 0) {
		REACHED("nothing");
		return;
	}
	PROVE(at < paddr + size, "it starts below the end");
	/* So whoever looks for the highest room may go on below it. */
	if (below < paddr && clear(below, size))
		PROVE(below + size <= at, "no room from there on");
	if (at == view.image.start)
		REACHED("the image");
	else
		REACHED("a module");
}
