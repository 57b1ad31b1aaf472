/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: settle
 * property: stays, or moves; reserved; or the right code
 * bound: BOOT_MODULES 2
 * sources: arch/pvh/physmem.c
 * stub: physmem_copy:copy
 */
#define BOOT_MODULES 2
#define MEMMAP_STEPS 2
#include "prove.h"
#include "noted.h"
#include "ours.h"
#include "arch/pvh/modules.c"

static struct boot_view view;
static struct boot_module module;
static uint64_t to;
static unsigned placed, copied, merged; /* calls */
static bool fits;

/* module_place: any page that is clear, or none. */
uint64_t
module_place(const struct boot_view *v, uint64_t size)
{
	PROVE(v == &view && size == module.size, "its size");
	placed++;
	ASSUME(to == 0 ||
	    (to >= 0x100000 && to % PAGE == 0 && size <= GIB &&
		to <= GIB - size &&
		!MEETS(to, size, view.image.start, view.image.end) &&
		!MEETS(to, size, module.paddr, module.paddr + size)));
	return to;
}

/* physmem_copy. */
void
copy(char *target, const char *source, uint64_t size)
{
	PROVE((uintptr_t)target == view.mem.base + to &&
		(uintptr_t)source == view.mem.base + module.paddr &&
		size == module.size,
	    "its bytes, from where they are");
	PROVE(placed == 1 && merged == 0, "in order");
	copied++;
}

/* memmap_merge: whether it fits is open. */
bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	uint64_t at = placed > 0 ? to : module.paddr;

	PROVE(m == &view.map && type == 2 && first == at && last >= first &&
		last - first == module.size - 1,
	    "reserved where it is then");
	PROVE(copied == placed, "in order");
	merged++;
	return fits;
}

void
proof(void)
{
	uint32_t i = nondet_uint32_t(), ghost = nondet_uint32_t();
	uint64_t at, size, now;
	struct boot_module other;
	bool ok, high;

	assume_ours(&view);
	module.paddr = at = nondet_uint64_t();
	module.size = size = nondet_uint64_t();
	to = nondet_uint64_t();
	fits = nondet_bool();
	ASSUME(i < BOOT_MODULES && ghost < BOOT_MODULES && ghost != i);
	/* As check() leaves it. */
	ASSUME(size == 0 ||
	    (at != 0 && size <= 4 * GIB && at <= 4 * GIB - size &&
		!MEETS(at, size, view.image.start, view.image.end)));
	view.module[i] = module;
	view.module[ghost].paddr = other.paddr;
	view.module[ghost].size = other.size;
	ok = settle(&view, i);
	now = view.module[i].paddr;
	high = size > 0 && at + size > GIB;
	PROVE(view.module[i].size == size, "its size stays");
	PROVE(view.module[ghost].paddr == other.paddr &&
		view.module[ghost].size == other.size,
	    "no other module is touched");
	PROVE(ok == (defect.code == PVH_OK), "false iff there is a defect");
	PROVE(placed == high && merged <= 1, "each once, if need be");
	if (size == 0) {
		PROVE(ok && now == at && merged == 0, "nothing to do");
		REACHED("empty");
	} else if (high && to == 0) {
		PROVE(NOTED(defect, PVH_MODULE_NO_ROOM, i, size), "no room");
		PROVE(copied == 0 && merged == 0 && now == at, "no more");
		REACHED("no room");
	} else {
		PROVE(now == (high ? to : at), "where it is then");
		PROVE(merged == 1 && copied == high, "done");
		PROVE(ok == fits, "false iff it does not fit");
		PROVE(ok || NOTED(defect, PVH_MODULE_MAP_FULL, i, now), "full");
		if (!ok)
			REACHED("full");
		else if (high)
			REACHED("moved");
		else
			REACHED("stays");
	}
}
