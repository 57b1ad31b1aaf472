/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_print
 * property: prefix, the code's text and figures, newline
 * bound: none
 * stub: pvh_put_number:put_number
 * cbmc: --unwind 72
 */
#include "prove.h"
#include "arch/pvh/defect.c"

static struct pvh_defect defect;
static const char *text; /* what is still to come of the code's text */
static unsigned in_prefix, in_hex, lines;

void
pvh_putc(char c)
{
	PROVE(lines == 0, "one line");
	if (in_prefix < 5) {
		PROVE(c == "pvh: "[in_prefix], "the prefix");
		in_prefix++;
	} else if (*text == '@') {
		PROVE(in_hex < 2 && c == "0x"[in_hex], "hexadecimal");
		in_hex++;
	} else if (*text == '\0') {
		PROVE(c == '\n', "the end");
		lines++;
	} else {
		PROVE(*text != '#' && c == *text, "the text");
		text++;
	}
}

/* As print_number.c and print_decimal.c prove it. */
void
put_number(uint64_t value, unsigned base)
{
	PROVE(in_prefix == 5 && lines == 0, "in the text");
	if (*text == '#')
		PROVE(base == 10 && value == defect.index, "the index");
	else
		PROVE(*text == '@' && in_hex == 2 && base == 16 &&
			value == defect.value,
		    "the value");
	in_hex = 0;
	text++;
}

void
proof(void)
{
	unsigned code;

	for (code = 0; code < PVH_CODES; code++) {
		defect.code = code;
		defect.index = nondet_uint32_t();
		defect.value = nondet_uint64_t();
		text = texts[code];
		in_prefix = in_hex = lines = 0;
		pvh_print("pvh: ", defect);
		PROVE(lines == 1 && *text == '\0', "a whole line");
	}
	REACHED("end");
}
