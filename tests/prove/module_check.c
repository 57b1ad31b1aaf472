/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: check
 * property: RANGE, KERNEL, NOT_RAM, ODD_MODULE iff so
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
static bool ram;

/* memmap_is: whether all bytes are RAM is open. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && type == 1 && module.size > 0 &&
		first == module.paddr && last >= first &&
		last - first == module.size - 1,
	    "its bytes");
	return ram;
}

void
proof(void)
{
	uint32_t i = nondet_uint32_t();
	uint64_t at, size;
	bool ok, reach;

	assume_ours(&view);
	module.paddr = at = nondet_uint64_t();
	module.size = size = nondet_uint64_t();
	ram = nondet_bool();
	ASSUME(i < BOOT_MODULES);
	view.module[i] = module;
	reach = at != 0 && size <= 4 * GIB && at <= 4 * GIB - size &&
	    !MEETS(at, size, view.mem.door.start, view.mem.door.end);
	ok = check(&view, i);
	PROVE(view.module[i].paddr == at && view.module[i].size == size,
	    "the module stays as it is");
	PROVE(ok == (defect.code == PVH_OK), "false iff there is a defect");
	PROVE((warning.code != PVH_OK) == (size == 0), "a warning if empty");
	if (size == 0) {
		PROVE(ok && NOTED(warning, PVH_ODD_MODULE, i, at), "empty");
		REACHED("empty");
	} else if (!reach) {
		PROVE(NOTED(defect, PVH_MODULE_RANGE, i, at), "range");
		REACHED("range");
	} else if (MEETS(at, size, view.image.start, view.image.end)) {
		PROVE(NOTED(defect, PVH_MODULE_KERNEL, i, at), "kernel");
		REACHED("kernel");
	} else if (!ram) {
		PROVE(NOTED(defect, PVH_MODULE_NOT_RAM, i, at), "not RAM");
		REACHED("not RAM");
	} else {
		PROVE(ok, "nothing is wrong");
		REACHED("right");
	}
}
