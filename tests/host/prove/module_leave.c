/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: leave_out
 * property: all with a name stay, in their order
 * bound: BOOT_MODULES 5
 * cbmc: --unwind 6
 */
#define BOOT_MODULES 5
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view view;

void
proof(void)
{
	struct boot_module any[BOOT_MODULES], now;
	uint32_t ghost = nondet_uint32_t(), count = nondet_uint32_t();
	uint32_t i, kept = 0, place = 0;

	ASSUME(count <= BOOT_MODULES && ghost < BOOT_MODULES);
	view.module_count = count;
	for (i = 0; i < BOOT_MODULES; i++) {
		any[i].name = nondet_bool() ? "name" : NULL;
		view.module[i] = any[i];
		if (i < count && any[i].name != NULL) {
			kept++;
			place += i < ghost;
		}
	}
	leave_out(&view);
	PROVE(view.module_count == kept, "no more than have a name");
	if (ghost < count && any[ghost].name != NULL) {
		now = view.module[place];
		PROVE(now.paddr == any[ghost].paddr &&
			now.size == any[ghost].size &&
			now.name == any[ghost].name &&
			now.type == any[ghost].type &&
			now.args == any[ghost].args,
		    "behind those that stood before it");
		if (place < ghost)
			REACHED("moved down");
		else
			REACHED("stays");
	} else {
		REACHED("left out");
	}
}
