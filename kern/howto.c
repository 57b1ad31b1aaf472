/* SPDX-License-Identifier: BSD-2-Clause */
/* boothowto: the options of a boot. */
#include "kern/howto.h"
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
#define NAME_OFFSET 5 /* the length of boot_ */

uint32_t
howto_from_kenv(const struct kenv *kenv)
{
	uint32_t howto = 0;
	struct text value;
	unsigned i;

	for (i = 0; i < ROWS; i++)
		if (kenv_lookup(kenv, table[i].variable, &value) &&
		    !text_is_nocase(value, "no"))
			howto |= table[i].bit;
	return howto;
}

const char *
howto_name(uint32_t bit)
{
	unsigned i;

	for (i = 0; i < ROWS; i++)
		if (table[i].bit == bit)
			return table[i].variable + NAME_OFFSET;
	return NULL;
}
