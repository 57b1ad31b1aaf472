/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: howto_of_variable
 * property: the bit of boot_NAME=, and whether it is no
 * bound: 24 bytes
 * sources: arch/pvh/freebsd/howto.c
 * cbmc: --unwind 17 --unwindset proof.0:25
 */
#include "prove.h"
#include "metadata.h"
#include "freebsd.h"

#define LENGTH 24

static bool
starts(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; s++, prefix++)
		if (*s != *prefix)
			return false;
	return true;
}

void
proof(void)
{
	char word[LENGTH + 1];
	uint32_t bit, wanted = 0;
	const char *value = NULL;
	bool no = nondet_bool(), before = no, is_no;

	/* The word ends with a NUL. */
	word[LENGTH] = '\0';
	bit = howto_of_variable(word, &no);
#define CASE(letter, name, b)                                \
	if (starts(word, "boot_" name "=")) {                \
		wanted = (b);                                \
		value = word + sizeof("boot_" name "=") - 1; \
		REACHED(name);                               \
	}
	BOOTHOWTO(CASE)
	PROVE(bit == wanted, "the bit");
	if (value == NULL) {
		PROVE(no == before, "no bit, no answer");
		REACHED("other");
		return;
	}
	is_no = (value[0] == 'n' || value[0] == 'N') &&
	    (value[1] == 'o' || value[1] == 'O') && value[2] == '\0';
	PROVE(no == is_no, "no in any case, nothing else");
	REACHED("value");
}
