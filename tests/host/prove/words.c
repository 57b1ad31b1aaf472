/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: words_read
 * property: strings in the line, each ended; as many as fit
 * bound: 5 bytes
 * cbmc: --unwind 7
 */
#include "prove.h"

#define SETTINGS_MAX 2

#include "boot/load/settings.c"
#include "boot/load/words.c"

#define SIZE 5

/* Whether a string lies in [at, end), its NUL included. */
static bool
is_string(const char *at, const char *end)
{
	while (at < end && *at != '\0')
		at++;
	return at < end;
}

void
proof(void)
{
	struct settings settings;
	const struct setting *s;
	const char *end;
	char text[SIZE + 1], *line;
	uint32_t length = nondet_uint32_t(), count, i;

	/*
	 * It ends where the object ends, so an access to one byte more is seen.
	 */
	ASSUME(length <= SIZE && settings.count <= SETTINGS_MAX);
	text[SIZE] = '\0';
	line = text + (SIZE - length);
	count = settings.count;
	if (!words_read(&settings, line)) {
		PROVE(settings.count == SETTINGS_MAX, "full");
		REACHED("too many");
	}
	PROVE(
	    settings.count >= count && settings.count <= SETTINGS_MAX, "count");
	/*
	 * From the last setting to the first: each ends where the next begins.
	 */
	end = line + length + 1;
	for (i = settings.count; i > count; i--) {
		s = &settings.setting[i - 1];
		PROVE(s->line == 0 && !s->used, "a word's");
		PROVE(s->value >= line && is_string(s->value, end), "value");
		if (s->name != NULL) {
			PROVE(s->name >= line && is_string(s->name, s->value),
			    "name");
			PROVE(*s->name != '-' && settings_is_name(*s->name),
			    "NAME=");
			REACHED("a name");
		}
		end = s->name != NULL ? s->name : s->value;
		REACHED("a word");
	}
	REACHED("end");
}
