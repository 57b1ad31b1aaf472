/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: obstacle
 * property: the end of what is in the way; 0 iff nothing
 * bound: BOOT_MODULES 3
 * sources: arch/pvh/physmem.c
 * cbmc: --unwind 4
 */
#define BOOT_MODULES 3
#define MEMMAP_STEPS 2
#include "prove.h"
#include "ours.h"
#include "arch/pvh/freebsd/settle_place.c"

static struct boot_view view;
static uint32_t index;

/* Whether module i leaves that address free for module index. */
static bool
clear_of(uint32_t i, uint64_t to)
{
	const struct boot_module *m = &view.module[i];

	return i >= view.module_count || m->size == 0 ||
	    (i == index && to <= m->paddr) ||
	    !MEETS(to, view.module[index].size, m->paddr, m->paddr + m->size);
}

static bool
clear(uint64_t to)
{
	return clear_of(0, to) && clear_of(1, to) && clear_of(2, to);
}

void
proof(void)
{
	uint64_t to = nondet_uint64_t(), at, size;
	uint64_t above = nondet_uint64_t();
	struct boot_module any[BOOT_MODULES];
	uint32_t i;

	view.module_count = nondet_uint32_t();
	index = nondet_uint32_t();
	ASSUME(view.module_count <= BOOT_MODULES && index < view.module_count);
	/* As check() leaves the modules; one without bytes may be anywhere. */
	for (i = 0; i < BOOT_MODULES; i++) {
		ASSUME(any[i].size == 0 ||
		    (any[i].paddr > 0 && any[i].size <= 1ull << 63 &&
			any[i].paddr <= (1ull << 63) - any[i].size));
		view.module[i] = any[i];
	}
	size = view.module[index].size;
	ASSUME(size > 0 && size <= GIB && to <= GIB - size);
	ASSUME(above <= GIB - size);
	at = obstacle(&view, index, to);
	PROVE((at == 0) == clear(to), "0 iff nothing is in the way");
	if (at == 0) {
		if (to < view.module[index].paddr &&
		    view.module[index].paddr < to + size)
			REACHED("down over itself");
		else
			REACHED("nothing");
		return;
	}
	PROVE(at > to && at <= 1ull << 63, "it ends above the start");
	/* So a search for the lowest room may go on at that address. */
	if (above > to && clear(above))
		PROVE(above >= at, "no room up to there");
	if (at == view.module[index].paddr + size)
		REACHED("its own bytes");
	else
		REACHED("a module");
}
