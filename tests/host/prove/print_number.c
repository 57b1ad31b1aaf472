/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_put_number
 * property: the number, no 0 in front
 * bound: base 10: to 9999
 * sources: arch/pvh/defect.c
 * cbmc: --unwind 18
 */
#include "prove.h"
#include "kit.h"

static unsigned base, count;
static uint64_t sum; /* the value of the digits that were printed */

void
pvh_putc(char c)
{
	unsigned digit = c <= '9' ? c - '0' : c - 'a' + 10;

	PROVE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'), "a digit");
	PROVE(digit < base, "a digit of the base");
	PROVE(IMPLIES(count > 0, sum > 0), "no 0 in front");
	sum = base == 16 ? sum << 4 | digit : sum * 10 + digit;
	count++;
}

void
proof(void)
{
	uint64_t value = nondet_uint64_t();

	if (nondet_bool()) {
		base = 16;
		pvh_put_number(value, 16);
		REACHED("base 16");
	} else {
		ASSUME(value < 10000);
		base = 10;
		pvh_put_number(value, 10);
		REACHED("base 10");
	}
	PROVE(sum == value && count > 0, "the number");
}
