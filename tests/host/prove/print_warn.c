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
	uint64_t value = nondet_uint64_t(), before = nondet_uint64_t();

	ASSUME(code < PVH_CODES);
	view.warned = before;
	pvh_warn(&view, code, index, value);
	if (code >= PVH_ONCE && (before >> code & 1) != 0) {
		PROVE(lines == 0 && view.warned == before, "no second line");
		REACHED("again");
	} else {
		PROVE(view.warned == (before | (uint64_t)1 << code), "noted");
		PROVE(lines == 1 && printed.code == code &&
			printed.index == index && printed.value == value,
		    "its line");
		if (code >= PVH_ONCE)
			REACHED("first");
		else if ((before >> code & 1) != 0)
			REACHED("each time");
		else
			REACHED("one of many");
	}
	PROVE(!pvh_defect(&view, code, index, value), "always false");
	PROVE(view.defect.code == code && view.defect.index == index &&
		view.defect.value == value,
	    "the defect");
}
