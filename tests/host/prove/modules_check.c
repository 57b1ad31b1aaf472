/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: modules_check
 * property: all that check() keeps stay, in their order
 * bound: BOOT_MODULES 5
 * stub: check:checks
 * cbmc: --unwind 6
 */
#define BOOT_MODULES 5
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/modules.c"

static struct boot_view view;
static struct boot_module any[BOOT_MODULES];
static bool keeps[BOOT_MODULES], ram;
static uint32_t checked; /* modules that were checked */
static unsigned looked;  /* calls of memmap_is() */

/* As memmap_is.c proves it: all of it may be RAM or not. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &view.map && type == 1 && first == view.image.start &&
		last + 1 == view.image.end && looked == 0 && checked == 0,
	    "the image, first");
	looked++;
	return ram;
}

/* As module_check.c proves it: a module may be kept or not. */
bool
checks(struct boot_view *v, const struct boot_module *m)
{
	PROVE(v == &view && looked == 1 && m == &view.module[checked] &&
		m->paddr == any[checked].paddr,
	    "each is checked once, in order");
	PROVE(NOTED(warning, PVH_ODD_KERNEL, 0, view.image.start) == !ram,
	    "ODD_KERNEL");
	return keeps[checked++];
}

void
proof(void)
{
	struct boot_module module, now;
	uint32_t ghost = nondet_uint32_t(), count = nondet_uint32_t();
	uint32_t i, kept = 0, place = 0;

	view.image.start = nondet_uint64_t();
	view.image.end = nondet_uint64_t();
	ASSUME(view.image.start < view.image.end);
	ram = nondet_bool();
	ASSUME(count <= BOOT_MODULES && ghost < BOOT_MODULES);
	view.module_count = count;
	for (i = 0; i < BOOT_MODULES; i++) {
		module.paddr = nondet_uint64_t();
		module.size = nondet_uint64_t();
		module.index = nondet_uint32_t();
		module.cmdline = nondet_bool() ? (char *)&view : NULL;
		any[i] = view.module[i] = module;
		keeps[i] = nondet_bool();
		if (i < count && keeps[i]) {
			kept++;
			place += i < ghost;
		}
	}
	modules_check(&view);
	PROVE(looked == 1 && checked == count, "all are checked");
	PROVE(view.module_count == kept, "no more than are kept");
	PROVE(NOTED(warning, PVH_ODD_KERNEL, 0, view.image.start) == !ram,
	    "ODD_KERNEL");
	PROVE((warning.code == PVH_OK) == ram, "no other warning");
	if (ghost < count && keeps[ghost]) {
		now = view.module[place];
		PROVE(now.paddr == any[ghost].paddr &&
			now.size == any[ghost].size &&
			now.cmdline == any[ghost].cmdline &&
			now.index == any[ghost].index,
		    "behind those that stood before it");
		if (place < ghost)
			REACHED("moved down");
		else
			REACHED("stays");
	} else {
		REACHED("left out");
	}
}
