/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: modules_settle
 * property: all are checked, then all settled, in order
 * bound: none
 * stub: check:checks settle:settles raise_kernend:raises
 * cbmc: --unwind 66
 */
#include "prove.h"
#include "noted.h"
#include "arch/pvh/modules.c"

static struct boot_view view;
static uint32_t count, checked, settled;
static bool raised, refused, ram;

/* module_check, module_settle: they refuse any, or none. */
bool
checks(struct boot_view *v, uint32_t i)
{
	PROVE(v == &view && !refused && i == checked && settled == 0 && !raised,
	    "all are checked first, in order");
	checked++;
	refused = nondet_bool();
	return !refused;
}

bool
settles(struct boot_view *v, uint32_t i)
{
	PROVE(v == &view && !refused && checked == count && i == settled &&
		!raised,
	    "then all are settled, in order");
	settled++;
	refused = nondet_bool();
	return !refused;
}

/* raise_kernend. */
void
raises(struct boot_view *v)
{
	PROVE(v == &view && !refused && settled == count && !raised,
	    "then kernend is known");
	raised = true;
}

/* memmap_is: whether the image is all RAM is open. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && first == view.image.start && last >= first &&
		last + 1 == view.image.end && type == 1,
	    "the image");
	PROVE(checked == 0, "before the modules");
	return ram;
}

void
proof(void)
{
	bool ok;

	view.image.start = nondet_uint64_t();
	view.image.end = nondet_uint64_t();
	count = nondet_uint32_t();
	ram = nondet_bool();
	ASSUME(view.image.start < view.image.end && count <= BOOT_MODULES);
	view.module_count = count;
	ok = modules_settle(&view);
	PROVE(NOTED(warning, PVH_ODD_KERNEL, 0, view.image.start) == !ram,
	    "ODD_KERNEL");
	PROVE((warning.code == PVH_OK) == ram, "no other warning");
	PROVE(view.module_count == count, "as many as there were");
	PROVE(ok == !refused && ok == raised, "false iff one is refused");
	if (ok) {
		PROVE(checked == count && settled == count, "all of them");
		REACHED("settled");
	} else if (settled > 0) {
		REACHED("not settled");
	} else {
		REACHED("refused");
	}
}
