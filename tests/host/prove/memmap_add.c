/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: memmap_add
 * property: WRAPS, FULL, ODD_TYPE iff so; else painted
 * bound: none
 */
#define MEMMAP_STEPS 4
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* an end at 2^64 */
#include "arch/pvh/memmap_add.c"
#pragma CPROVER check pop

/* As memmap_merge.c proves it: it fits or not; these are its arguments. */
static uint64_t merged_first, merged_last;
static uint32_t merged_type;
static bool merged, fits;

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(first <= last && m->count > 0, "what it asks for");
	merged = true;
	merged_first = first;
	merged_last = last;
	merged_type = type;
	return fits;
}

void
proof(void)
{
	static struct boot_view view;
	uint64_t addr = nondet_uint64_t(), size = nondet_uint64_t();
	uint32_t i = nondet_uint32_t(), type = nondet_uint32_t(), steps;
	bool done, wraps;

	fits = nondet_bool();
	/* A map to which only memmap_merge() can add anything. */
	view.map.count = nondet_uint32_t();
	ASSUME(view.map.count > 0 && view.map.count <= MEMMAP_STEPS);
	steps = view.map.count;
	view.map.step[steps - 1].type = 1;
	done = memmap_add(&view, i, addr, size, type);
	/* The last byte would be above all addresses. */
	wraps = size != 0 && addr > UINT64_MAX - (size - 1);
	PROVE(NOTED(defect, PVH_MEMMAP_WRAPS, i, addr) == wraps, "WRAPS");
	PROVE(merged == (size != 0 && !wraps && type != 0), "merged");
	PROVE(NOTED(defect, PVH_MEMMAP_FULL, i, addr) == (merged && !fits),
	    "FULL");
	PROVE(done == (defect.code == PVH_OK), "false iff there is a defect");
	PROVE(NOTED(warning, PVH_ODD_TYPE, i, addr) ==
		(size != 0 && !wraps && type == 0),
	    "ODD_TYPE");
	if (merged) {
		PROVE(merged_first == addr && merged_last - addr == size - 1 &&
			merged_type == type,
		    "the entry's bytes and type");
		REACHED("merged");
	} else if (done) {
		REACHED("left out");
	} else {
		REACHED("refused");
	}
}
