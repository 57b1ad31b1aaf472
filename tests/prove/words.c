/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: conf_words
 * property: strings in the line, each ended; as many as fit
 * bound: 5 bytes
 * cbmc: --unwind 7
 */
#include "prove.h"

#define CONF_SETTINGS 2

#include "boot/efi/words.c"

#define SIZE 5

/* Whether a string begins in the line and ends there. */
static bool
is_string(const char *s, const char *line, uint32_t length)
{
	uint64_t at = (uint64_t)(s - line);

	for (; at < length; at++)
		if (line[at] == '\0')
			return true;
	return at == length && line[at] == '\0';
}

void
proof(void)
{
	struct conf conf;
	const struct setting *s;
	char text[SIZE + 1], *line;
	uint32_t length = nondet_uint32_t(), count, i;

	/* Its end is the object's, so that a byte more would be seen. */
	ASSUME(length <= SIZE && conf.count <= CONF_SETTINGS);
	text[SIZE] = '\0';
	line = text + (SIZE - length);
	count = conf.count;
	if (!conf_words(&conf, line)) {
		PROVE(conf.count == CONF_SETTINGS, "full");
		REACHED("too many");
	}
	PROVE(conf.count >= count && conf.count <= CONF_SETTINGS, "count");
	for (i = count; i < conf.count; i++) {
		s = &conf.setting[i];
		PROVE(s->line == 0 && !s->used, "a word's");
		PROVE(is_string(s->value, line, length), "value");
		if (s->name != NULL) {
			PROVE(is_string(s->name, line, length), "name");
			PROVE(*s->name != '-' && conf_is_name(*s->name) &&
				s->name < s->value,
			    "NAME=");
			REACHED("a name");
		}
		REACHED("a word");
	}
	REACHED("end");
}
