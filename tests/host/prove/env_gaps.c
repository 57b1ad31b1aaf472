/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: close_gaps
 * property: removed ones go, all else stays in order
 * bound: 3 variables, block of 12 bytes
 * cbmc: --unwind 13
 */
#define BOOT_VARIABLES 3
#include "prove.h"
#include "gaps.h"

void
proof(void)
{
	uint32_t i, k, at = 0, to = 0, length, ghost = nondet_uint32_t();
	uint32_t stay = variables();

	length = env.length;
	ASSUME(ghost < SIZE);
	close_gaps(&env);
	for (i = 0; i < count; i++) {
		for (k = first[i]; k < first[i + 1]; k++) {
			if (removed[i])
				continue;
			PROVE(now[to] == was[k], "its bytes, in order");
			to++;
		}
	}
	PROVE(env.used == to && !env.gaps, "no gap is left");
	PROVE(env.count == count, "as many names as before");
	PROVE(env.length == length, "the word's length");
	at = first[count];
	if (ghost < length)
		PROVE(now[to + ghost] == was[at + ghost], "its bytes");
	if (ghost >= at + length)
		PROVE(now[ghost] == was[ghost], "nothing behind it");
	if (stay == 0)
		REACHED("none");
	else if (stay < count)
		REACHED("some");
	else
		REACHED("all");
}
