/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: difference
 * property: the first nibble that differs, or not before end
 * bound: names of 18 bytes
 * cbmc: --unwind 19
 */
#define BOOT_VARIABLES 1
#include "prove.h"
#include "arch/pvh/freebsd/env_tree.c"

#define SIZE 18

void
proof(void)
{
	char name[SIZE + 7], other[SIZE + 7]; /* an arena has 7 bytes more */
	uint32_t at = nondet_uint32_t(), end = nondet_uint32_t(), d, i;
	bool alike;

	ASSUME(at <= end && end <= 2 * SIZE);
	for (i = 0; i < SIZE; i++) {
		alike = name[i] == other[i] ||
		    (at % 2 == 1 && i == at / 2 &&
			nibble(name, 2 * i) == nibble(other, 2 * i));
		ASSUME(2 * i >= at || alike);
	}
	d = difference(name, other, at, end);
	for (i = 0; i < SIZE; i++)
		PROVE(2 * i + 1 >= d || 2 * i + 1 >= end || name[i] == other[i],
		    "alike before it");
	if (d >= end) {
		PROVE(end % 2 == 0 ||
			nibble(name, end - 1) == nibble(other, end - 1),
		    "alike");
		REACHED("alike");
		return;
	}
	PROVE(d >= at, "not where they are alike");
	PROVE(nibble(name, d) != nibble(other, d), "they differ there");
	PROVE(d % 2 == 0 || nibble(name, d - 1) == nibble(other, d - 1),
	    "not before");
	REACHED("differ");
}
