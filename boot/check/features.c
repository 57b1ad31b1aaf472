/* SPDX-License-Identifier: BSD-2-Clause */
/* Xen's FEATURES notes: names between bars, those with a "!" required. */
#include <string.h>
#include "check.h"

#define FEATURES 10
#define LONGEST  64 /* of a name in libelf */

static bool
is_known(const char *name)
{
	static const char *const known[] = { "writable_page_tables",
		"writable_descriptor_tables", "auto_translated_physmap",
		"supervisor_mode_kernel", "pae_pgdir_above_4gb",
		"hvm_callback_vector", "dom0" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

/* Takes the next name; false at the end of the string. */
static bool
next_name(const struct image *f, uint64_t *at, char name[LONGEST])
{
	uint32_t length = 0;
	char c;

	for (; length < LONGEST - 1; length++) {
		c = (char)image_number(f, *at, 1);
		if (c == '\0')
			break;
		++*at;
		if (c == '|')
			break;
		name[length] = c >= ' ' && c <= '~' ? c : '?';
	}
	name[length] = '\0';
	return length != 0 || image_number(f, *at, 1) != 0;
}

bool
check_features(const struct image *f, struct row *row, bool domu)
{
	struct note_xen notes;
	char name[LONGEST];
	uint64_t at;

	note_xen(f, &notes);
	at = notes.desc[FEATURES];
	while (notes.has[FEATURES] && next_name(f, &at, name)) {
		if (name[0] != '!')
			continue;
		if (!is_known(name + 1) ||
		    (domu && strcmp(name + 1, "dom0") == 0))
			return row_no(row, RULE_FEATURES, "\"%s\"", name);
	}
	return true;
}
