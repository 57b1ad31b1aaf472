/* SPDX-License-Identifier: BSD-2-Clause */
/* The bits of boothowto, by letter and by name. */
#include "freebsd.h"
#include "metadata.h"

#define HOWTO_ENTRY(letter, name, bit) { letter, name, bit },
static const struct {
	char letter;
	char name[15];
	uint32_t bit;
} table[] = { BOOTHOWTO(HOWTO_ENTRY) };
#define ENTRIES (sizeof(table) / sizeof(table[0]))

uint32_t
howto_of_letter(char letter)
{
	uint32_t i;

	for (i = 0; i < ENTRIES; i++)
		if (table[i].letter == letter)
			return table[i].bit;
	return 0;
}

/* What follows the prefix in s; NULL if s does not start with it. */
static const char *
after(const char *s, const char *prefix)
{
	while (*prefix != '\0')
		if (*s++ != *prefix++)
			return NULL;
	return s;
}

static bool
is_no(const char *value)
{
	return (value[0] | 0x20) == 'n' && (value[1] | 0x20) == 'o' &&
	    value[2] == '\0';
}

uint32_t
howto_of_variable(const char *word, bool *no)
{
	const char *name, *value;
	uint32_t i;

	name = after(word, "boot_");
	for (i = 0; name != NULL && i < ENTRIES; i++) {
		value = after(name, table[i].name);
		if (value != NULL && value[0] == '=') {
			*no = is_no(value + 1);
			return table[i].bit;
		}
	}
	return 0;
}
