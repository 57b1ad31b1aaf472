/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: howto_of_letter
 * property: BOOTHOWTO's bit for each letter, else 0
 * bound: none
 * sources: arch/pvh/freebsd/howto.c
 * cbmc: --unwind 13
 */
#include "prove.h"
#include "metadata.h"
#include "freebsd.h"

void
proof(void)
{
	char letter = nondet_char();
	uint32_t bit = howto_of_letter(letter);

	switch (letter) {
#define CASE(c, name, wanted)                               \
	case c:                                             \
		PROVE(bit == (wanted), "the bit of " name); \
		REACHED(name);                              \
		break;
		BOOTHOWTO(CASE)
	default:
		PROVE(bit == 0, "no letter of ours");
		REACHED("other");
	}
}
