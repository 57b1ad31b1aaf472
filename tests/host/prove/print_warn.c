/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_warn, pvh_defect
 * property: a line, of some codes once; the defect noted
 * bound: none
 * stub: pvh_print:print
 */
#include "prove.h"
#include "arch/pvh/defect.c"

static struct pvh_defect printed;
static unsigned lines;

/* As print_line.c proves it. */
void
print(const char *prefix, struct pvh_defect defect)
{
	PROVE(prefix[5] == 'w', "a warning");
	printed = defect;
	lines++;
}

void
pvh_putc(char c)
{
	PROVE(c != c, "nothing but pvh_print() prints");
}

void
proof(void)
{
	static struct boot_view view;
	unsigned code = nondet_uint32_t();
	uint32_t index = nondet_uint32_t();
	uint64_t value = nondet_uint64_t(), before = nondet_uint64_t(), bit;

	ASSUME(code < PVH_CODES);
	view.warned = before;
	pvh_warn(&view, code, index, value);
	bit = code >= PVH_ONCE ? (uint64_t)1 << (code - PVH_ONCE) : 0;
	if ((before & bit) != 0) {
		PROVE(lines == 0 && view.warned == before, "no second line");
		REACHED("again");
	} else {
		PROVE(view.warned == (before | bit), "noted");
		PROVE(lines == 1 && printed.code == code &&
			printed.index == index && printed.value == value,
		    "its line");
		if (code >= PVH_ONCE)
			REACHED("first");
		else
			REACHED("each time");
	}
	PROVE(!pvh_defect(&view, code, index, value), "always false");
	PROVE(view.defect.code == code && view.defect.index == index &&
		view.defect.value == value,
	    "the defect");
}
