/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: take
 * property: kernend behind its pages, reserved; MAP_FULL
 * bound: BOOT_MODULES 2
 * sources: arch/pvh/physmem.c
 */
#define BOOT_MODULES 2
#define MEMMAP_STEPS 2
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static uint64_t at, size;
static unsigned merged; /* calls of memmap_merge() */
static bool fits;

/* As memmap_merge.c proves it: it may fit or not. */
bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && type == 2 && first == at, "reserved there");
	PROVE(last % 4096 == 4095 && last >= at + (size - 1) &&
		last - (at + (size - 1)) < 4096,
	    "all of its pages");
	merged++;
	return fits;
}

void
proof(void)
{
	uint32_t i = nondet_uint32_t(), index;
	uint64_t end, kernend;
	bool ok;

	at = nondet_uint64_t();
	size = nondet_uint64_t();
	fits = nondet_bool();
	kernend = bsd.kernend = nondet_uint64_t();
	ASSUME(i < BOOT_MODULES);
	/* As settle() leaves the module. */
	ASSUME(size != 0 && size <= GIB && at <= GIB - size && at % 4096 == 0);
	view.module[i].paddr = at;
	view.module[i].size = size;
	view.module[i].index = index = nondet_uint32_t();
	ok = take(&bsd, i);
	PROVE(view.module[i].paddr == at && view.module[i].size == size,
	    "the module stays as it is");
	PROVE(ok == fits && merged == 1, "false iff it does not fit");
	PROVE(ok == (defect.code == PVH_OK), "false iff there is a defect");
	PROVE(ok || NOTED(defect, PVH_MODULE_MAP_FULL, index, at), "full");
	PROVE(warning.code == PVH_OK, "no warning");
	end = (at + size + 4095) / 4096 * 4096;
	PROVE(bsd.kernend == (end > kernend ? end : kernend), "kernend");
	if (!ok)
		REACHED("full");
	else if (bsd.kernend == kernend)
		REACHED("below another");
	else
		REACHED("kernend moves");
}
