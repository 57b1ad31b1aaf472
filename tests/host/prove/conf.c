/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: conf_read
 * property: strings in the text, each ended; the bad lines
 * bound: 4 bytes
 * cbmc: --unwind 6
 */
#include "prove.h"

#define SETTINGS_MAX 1

#pragma CPROVER check push
#pragma CPROVER check disable "conversion"
#include "boot/load/conf.c"
#pragma CPROVER check pop
#include "boot/load/settings.c"

#define SIZE 4

/* Whether a string lies in [at, end), its NUL included. */
static bool
is_string(const char *at, const char *end)
{
	while (at < end && *at != '\0')
		at++;
	return at < end;
}

static uint32_t lines = 1, told;

static void
left_out(uint32_t line, const char *why)
{
	PROVE(line > told && line <= lines, "a line, told once");
	PROVE(why != NULL && *why != '\0', "why");
	told = line;
	REACHED("left out");
}

void
proof(void)
{
	struct settings settings;
	const struct setting *s;
	const char *end, *at;
	char room[SIZE + 1], *text;
	uint32_t size = nondet_uint32_t(), count, i;

	/*
	 * It ends where the object ends, so an access to one byte more is seen.
	 */
	ASSUME(size <= SIZE && settings.count <= SETTINGS_MAX);
	text = room + (SIZE - size);
	count = settings.count;
	for (i = 0; i < size; i++)
		lines += text[i] == '\n';
	conf_read(&settings, text, size, left_out);
	PROVE(
	    settings.count >= count && settings.count <= SETTINGS_MAX, "count");
	/*
	 * From the last setting to the first: each ends where the next begins.
	 */
	end = text + size + 1;
	for (i = settings.count; i > count; i--) {
		s = &settings.setting[i - 1];
		PROVE(s->line >= 1 && s->line <= lines && !s->used, "line");
		PROVE(s->name >= text && is_string(s->name, s->value), "name");
		PROVE(is_string(s->value, end), "value");
		PROVE(*s->name != '-' && settings_is_name(*s->name), "NAME=");
		for (at = s->value; s->value[-1] != '"' && *at != '\0'; at++)
			PROVE(*at < 0 || (*at > ' ' && *at != '#'), "one word");
		end = s->name;
		REACHED("a setting");
	}
	REACHED("end");
}
