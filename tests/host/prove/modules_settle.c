/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: settle_modules
 * property: all placed, then all taken, as they are sorted
 * bound: none
 * stub: sort:sorts settle:settles take:takes leave_out:leaves
 * cbmc: --unwind 66
 */
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view view;
static uint8_t sorted[BOOT_MODULES];
static uint32_t count, settled, taken;
static unsigned looked; /* calls of memmap_is() */
static bool in_order, left, refused, ram[2];

/* As module_sort.c proves it: any modules, in any order. */
uint32_t
sorts(struct boot_view *v, uint8_t order[BOOT_MODULES])
{
	uint8_t any[BOOT_MODULES];
	uint32_t i;

	PROVE(v == &view && looked == 1 && !in_order, "once");
	PROVE(view.kernend == view.image.end, "kernend is the image's end");
	PROVE(NOTED(warning, PVH_ODD_KERNEL, 0, view.image.start) == !ram[0],
	    "ODD_KERNEL");
	PROVE((warning.code == PVH_OK) == ram[0], "no other warning");
	warning.code = PVH_OK;
	for (i = 0; i < BOOT_MODULES; i++)
		order[i] = sorted[i] = any[i];
	in_order = true;
	return count;
}

/* As module_settle.c and module_take.c prove it: any module may be refused. */
bool
settles(struct boot_view *v, uint32_t i)
{
	PROVE(v == &view && in_order && !refused && settled < count &&
		i == sorted[settled] && taken == 0 && !left,
	    "the next one");
	settled++;
	refused = nondet_bool();
	return !refused;
}

bool
takes(struct boot_view *v, uint32_t i)
{
	uint64_t end = nondet_uint64_t();

	PROVE(v == &view && settled == count && !refused && taken < count &&
		i == sorted[taken] && !left,
	    "the next one, when all have their places");
	ASSUME(end >= view.kernend && end <= GIB);
	view.kernend = end;
	taken++;
	refused = nondet_bool();
	return !refused;
}

/* As module_leave.c proves it. */
void
leaves(struct boot_view *v)
{
	PROVE(v == &view && in_order && !refused && taken == count && !left,
	    "then some are left out");
	left = true;
}

/* As memmap_is.c proves it: all of it may be RAM or not. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && last >= first && type == 1, "RAM");
	if (looked == 0)
		PROVE(first == view.image.start && last + 1 == view.image.end &&
			!in_order,
		    "the image, first");
	else
		PROVE(looked == 1 && first == view.kernend &&
			last - first == 0x1fffff && left,
		    "2 MiB from kernend on, last");
	return ram[looked++];
}

void
proof(void)
{
	bool ok;

	view.image.start = nondet_uint64_t();
	view.image.end = nondet_uint64_t();
	count = nondet_uint32_t();
	ram[0] = nondet_bool();
	ram[1] = nondet_bool();
	ASSUME(view.image.start < view.image.end && view.image.end <= GIB);
	ASSUME(count <= BOOT_MODULES);
	ok = settle_modules(&view);
	PROVE(in_order && ok == !refused && ok == left, "no more refusals");
	if (!ok) {
		PROVE(looked == 1 && warning.code == PVH_OK, "no more");
		if (taken > 0)
			REACHED("not taken");
		else
			REACHED("refused");
		return;
	}
	PROVE(taken == count && looked == 2, "all of them");
	PROVE(NOTED(warning, PVH_ODD_HEADROOM, 0, view.kernend) == !ram[1],
	    "ODD_HEADROOM");
	PROVE((warning.code == PVH_OK) == ram[1], "no other warning");
	if (ram[1])
		REACHED("settled");
	else
		REACHED("little room");
}
