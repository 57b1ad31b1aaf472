/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: check, oddity
 * property: RULES' first code, or none; what is left out
 * bound: BOOT_MODULES 3
 * sources: arch/pvh/physmem.c
 */
#define BOOT_MODULES 3
#define MEMMAP_STEPS 2
#include "prove.h"
#include "noted.h"
#include "ours.h"
#include "arch/pvh/modules.c"

static struct boot_view view;
static struct boot_module module;
static bool ram, far;

/* As memmap_is.c proves it: all bytes may be RAM or not. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && type == 1 && module.size > 0 &&
		first == module.paddr && last >= first &&
		last - first == module.size - 1,
	    "its bytes");
	return ram;
}

/*
 * As far_reach.c proves it: a CPU's addresses may end anywhere that RULES
 * allow.
 */
bool
physmem_far(uint64_t paddr, uint64_t size)
{
	PROVE(paddr == module.paddr && size == module.size, "its bytes");
	ASSUME(!far ||
	    (paddr > 0 && size <= 1ull << 63 && paddr <= (1ull << 63) - size &&
		paddr + size > 4 * GIB));
	return far;
}

void
proof(void)
{
	uint32_t i = nondet_uint32_t(), ghost = nondet_uint32_t();
	uint64_t at, size;
	struct boot_module other, *m;
	bool kept, reach;

	assume_ours(&view);
	module.paddr = at = nondet_uint64_t();
	module.size = size = nondet_uint64_t();
	module.index = nondet_uint32_t();
	ram = nondet_bool();
	far = nondet_bool();
	ASSUME(i < BOOT_MODULES && ghost < BOOT_MODULES && ghost != i);
	view.module[i] = module;
	view.module[ghost] = other;
	m = &view.module[i];
	reach = at != 0 && size <= 4 * GIB && at <= 4 * GIB - size &&
	    !MEETS(at, size, view.mem.door.start, view.mem.door.end);
	kept = check(&view, m);
	PROVE(m->paddr == at && m->size == size, "it stays as it is");
	PROVE(view.module[ghost].paddr == other.paddr &&
		view.module[ghost].size == other.size,
	    "no other module is touched");
	PROVE(defect.code == PVH_OK, "no reason not to boot");
	PROVE(kept ==
		(warning.code != PVH_MODULE_RANGE &&
		    warning.code != PVH_MODULE_KERNEL),
	    "left out or kept");
	i = module.index;
	if (size == 0) {
		PROVE(NOTED(warning, PVH_ODD_MODULE, i, at), "empty");
		REACHED("empty");
	} else if (!reach && !far) {
		PROVE(NOTED(warning, PVH_MODULE_RANGE, i, at), "range");
		REACHED("range");
	} else if (MEETS(at, size, view.image.start, view.image.end)) {
		PROVE(NOTED(warning, PVH_MODULE_KERNEL, i, at), "kernel");
		REACHED("kernel");
	} else if (!ram) {
		PROVE(NOTED(warning, PVH_MODULE_NOT_RAM, i, at), "not RAM");
		REACHED("not RAM");
	} else {
		PROVE(warning.code == PVH_OK, "nothing is wrong");
		if (reach)
			REACHED("right");
		else
			REACHED("far");
	}
}
