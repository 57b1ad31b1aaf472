/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: copy_to_nul
 * property: copies up to the first NUL; reads a byte once
 * bound: none
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * contracts: legacy
 */
#include "prove.h"

/* nul_bits() wraps on purpose. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/cmdline.c"
#pragma CPROVER check pop

/*
 * Any byte, as it was at first. Memory that the loader writes to has other
 * bytes at each step: then what counts is what was copied.
 */
uint32_t ghost;
char first;
bool steady;

void
pvh_putc(char c)
{
	(void)c;
}

void
proof(void)
{
	uint32_t size = nondet_uint32_t(), i;
	char *from, *to;

	ASSUME(size > 0 && size <= BOOT_STRING);
	from = malloc(size);
	to = malloc(size);
	ghost = nondet_uint32_t();
	steady = nondet_bool();
	ASSUME(ghost < size);
	first = from[ghost];
	i = copy_to_nul(to, from, size);
	PROVE(i <= size, "no more than there is");
	PROVE(i == size || to[i] == '\0', "up to a NUL");
	if (ghost < i) {
		PROVE(to[ghost] != '\0', "the first NUL");
		PROVE(!steady || to[ghost] == first, "copied");
		REACHED("byte");
	}
	if (ghost == i) {
		PROVE(!steady || first == '\0', "a NUL that was there");
		REACHED("NUL");
	}
}
