/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: obstacle
 * property: the end of what is in the way; 0 iff nothing, but what is below
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
static struct places places = { .view = &view };
static uint32_t index; /* in places.order */

/* The module that is at i in the order. */
static const struct boot_module *
at_place(uint32_t i)
{
	return &view.module[places.order[i]];
}

/* Whether the module at i leaves that address free for the one at index. */
static bool
clear_of(uint32_t i, uint64_t to)
{
	const struct boot_module *m = at_place(i);

	return i < places.first || (i == index && to <= m->paddr) ||
	    !MEETS(to, at_place(index)->size, m->paddr, m->paddr + m->size);
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

	places.first = nondet_uint32_t();
	places.above = nondet_uint32_t();
	places.full = nondet_uint64_t();
	index = nondet_uint32_t();
	ASSUME(places.first <= places.above && places.above <= index &&
	    index < BOOT_MODULES);
	/* As check() leaves the modules, and sort() and settle() the order. */
	for (i = 0; i < BOOT_MODULES; i++) {
		places.order[i] = nondet_uint8_t();
		ASSUME(places.order[i] < BOOT_MODULES);
		ASSUME(any[i].size > 0 && any[i].paddr > 0 &&
		    any[i].size <= 1ull << 63 &&
		    any[i].paddr <= (1ull << 63) - any[i].size);
		view.module[i] = any[i];
	}
	ASSUME(places.order[0] != places.order[1] &&
	    places.order[1] != places.order[2] &&
	    places.order[0] != places.order[2]);
	for (i = 0; i < BOOT_MODULES; i++) {
		if (i >= places.first && i < places.above)
			ASSUME(at_place(i)->paddr + at_place(i)->size <=
			    places.full);
		if (i > index + 1)
			ASSUME(at_place(i - 1)->paddr <= at_place(i)->paddr);
	}
	size = at_place(index)->size;
	ASSUME(size <= GIB && to <= GIB - size && to >= places.full);
	ASSUME(above <= GIB - size);
	at = obstacle(&places, index, to);
	PROVE((at == 0) == clear(to), "0 iff nothing is in the way");
	if (at == 0) {
		if (to < at_place(index)->paddr &&
		    at_place(index)->paddr < to + size)
			REACHED("down over itself");
		else
			REACHED("nothing");
		return;
	}
	PROVE(at > to && at <= 1ull << 63, "it ends above the start");
	/* So a search for the lowest room may go on at that address. */
	if (above > to && clear(above))
		PROVE(above >= at, "no room up to there");
	if (at == at_place(index)->paddr + size)
		REACHED("its own bytes");
	else
		REACHED("a module");
}
