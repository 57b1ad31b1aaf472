/* SPDX-License-Identifier: BSD-2-Clause */
/* boothowto: the switches of a boot. */
#include "kern/howto.h"
#include "kern/printf.h"
#include "metadata.h"

static const struct {
	const char *variable;
	uint32_t bit;
} table[] = {
#define ROW(letter, name, bit) { "boot_" name, bit },
	BOOTHOWTO(ROW)
#undef ROW
};
#define ROWS        (sizeof(table) / sizeof(table[0]))
#define NAME_OFFSET 5 /* of what follows boot_ */

uint32_t
howto_from_kenv(const struct kenv *kenv)
{
	uint32_t howto = 0;
	struct text value;

	for (unsigned i = 0; i < ROWS; i++) {
		if (kenv_lookup(kenv, table[i].variable, &value) &&
		    !text_is_nocase(value, "no"))
			howto |= table[i].bit;
	}
	return howto;
}

void
howto_print(uint32_t howto)
{
	printf("0x%x", howto);
	for (unsigned i = 0; i < ROWS; i++) {
		if (howto & table[i].bit)
			printf(" %s", table[i].variable + NAME_OFFSET);
	}
}
