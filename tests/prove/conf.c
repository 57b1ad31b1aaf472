/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: conf_read
 * property: strings in the text, each ended; or the bad line
 * bound: 4 bytes
 * cbmc: --unwind 6
 */
#include "prove.h"

#define CONF_SETTINGS 1

#pragma CPROVER check push
#pragma CPROVER check disable "conversion"
#include "boot/efi/conf.c"
#pragma CPROVER check pop
#include "boot/efi/words.c"

#define SIZE 4

/* Whether a string is in [at, end), its NUL included. */
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
	struct conf conf;
	struct conf_defect defect;
	const struct setting *s;
	const char *end, *at;
	char room[SIZE + 1], *text;
	uint32_t size = nondet_uint32_t(), count, lines = 1, i;

	/* Its end is the object's, so that a byte more would be seen. */
	ASSUME(size <= SIZE && conf.count <= CONF_SETTINGS);
	text = room + (SIZE - size);
	count = conf.count;
	for (i = 0; i < size; i++)
		lines += text[i] == '\n';
	if (!conf_read(&conf, text, size, &defect)) {
		PROVE(defect.line >= 1 && defect.line <= lines, "a line");
		PROVE(defect.why != NULL, "why");
		REACHED("refused");
	}
	PROVE(conf.count >= count && conf.count <= CONF_SETTINGS, "count");
	/* From the last to the first, each ends where the next begins. */
	end = text + size + 1;
	for (i = conf.count; i > count; i--) {
		s = &conf.setting[i - 1];
		PROVE(s->line >= 1 && s->line <= lines && !s->used, "line");
		PROVE(s->name >= text && is_string(s->name, s->value), "name");
		PROVE(is_string(s->value, end), "value");
		PROVE(*s->name != '-' && conf_is_name(*s->name), "NAME=");
		for (at = s->value; s->value[-1] != '"' && *at != '\0'; at++)
			PROVE(*at < 0 || (*at > ' ' && *at != '#'), "one word");
		end = s->name;
		REACHED("a setting");
	}
	REACHED("end");
}
