/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: take
 * property: kernend behind its pages, reserved; MAP_FULL
 * bound: BOOT_MODULES 3
 * sources: arch/pvh/physmem.c
 * cbmc: --unwind 4
 */
#define BOOT_MODULES 3
#define MEMMAP_STEPS 2
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static uint64_t first, last; /* what was reserved */
static unsigned merged;      /* calls of memmap_merge() */
static bool fits;

/* As memmap_merge.c proves it: it may fit or not. */
bool
memmap_merge(struct memmap *m, uint64_t from, uint64_t to, uint32_t type)
{
	PROVE(m == &view.map && type == 2 && from <= to, "reserved");
	first = from;
	last = to;
	merged++;
	return fits;
}

void
proof(void)
{
	uint32_t i = nondet_uint32_t(), k, next, index;
	uint64_t end[BOOT_MODULES], kernend;
	struct boot_module *m;
	struct places places;

	fits = nondet_bool();
	kernend = bsd.kernend = nondet_uint64_t();
	ASSUME(i < BOOT_MODULES);
	places.view = &view;
	/* As settle() leaves the modules, in any order. */
	for (k = 0; k < BOOT_MODULES; k++) {
		ASSUME(places.order[k] < BOOT_MODULES);
		m = &view.module[k];
		m->paddr = nondet_uint64_t();
		m->size = nondet_uint64_t();
		m->index = nondet_uint32_t();
		ASSUME(m->size != 0 && m->size <= GIB &&
		    m->paddr <= GIB - m->size && m->paddr % 4096 == 0);
		end[k] = (m->paddr + m->size + 4095) / 4096 * 4096;
	}
	m = &view.module[places.order[i]];
	index = m->index;
	next = take(&bsd, &places, i);
	PROVE(merged == 1 && (next == 0) == !fits, "0 iff it does not fit");
	PROVE((next == 0) == (defect.code != PVH_OK), "0 iff a defect");
	PROVE(warning.code == PVH_OK, "no warning");
	PROVE(first == m->paddr, "from the module on");
	if (next == 0) {
		PROVE(NOTED(defect, PVH_MODULE_MAP_FULL, index, first), "full");
		REACHED("full");
		return;
	}
	PROVE(next > i && next <= BOOT_MODULES, "the next");
	for (k = i; k < BOOT_MODULES; k++) {
		if (k + 1 < next)
			PROVE(end[places.order[k]] ==
				view.module[places.order[k + 1]].paddr,
			    "one right behind the other");
		else if (k + 1 == next)
			PROVE(last == end[places.order[k]] - 1,
			    "all of their pages");
	}
	PROVE(bsd.kernend == (last >= kernend ? last + 1 : kernend), "kernend");
	if (next > i + 1)
		REACHED("several");
	else if (bsd.kernend == kernend)
		REACHED("below another");
	else
		REACHED("kernend moves");
}
