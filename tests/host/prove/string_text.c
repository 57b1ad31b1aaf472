/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: is_text
 * property: true iff RULES calls every byte text
 * bound: string of 8 bytes
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * cbmc: --unwind 10
 */
#define BOOT_MODULES   1
#define BOOT_VARIABLES 1
#define MEMMAP_STEPS   1
#include "prove.h"

/* nul_bits() wraps on purpose. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/cmdline.c"
#pragma CPROVER check pop

#define LENGTH 8

void
pvh_putc(char c)
{
	(void)c;
}

void
proof(void)
{
	char s[LENGTH + 1];
	uint32_t start = nondet_uint32_t(), i;
	bool text = true, high = false;
	uint8_t c;

	s[LENGTH] = '\0';
	ASSUME(start <= LENGTH);
	for (i = start; s[i] != '\0'; i++) {
		c = (uint8_t)(s[i] & 0xff);
		text = text &&
		    (c == 9 || c == 10 || c == 13 || (c >= 32 && c <= 126));
		high = high || c > 127;
	}
	PROVE(is_text(s + start) == text, "iff each is a blank or printable");
	if (text)
		REACHED("text");
	else if (high)
		REACHED("a byte above 127");
	else
		REACHED("no text");
}
