/* SPDX-License-Identifier: BSD-2-Clause */
/* Command lines taken apart in place, and settings looked up. */
#include <stddef.h>
#include "conf.h"

bool
conf_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Cuts one word off the line, its quotes taken away. */
static char *
cut_word(char *line)
{
	char quote = '\0', *to = line, c;

	for (; (c = *line) != '\0'; line++) {
		if (quote == '\0' ? c == '"' || c == '\'' : c == quote)
			quote = quote == '\0' ? c : '\0';
		else if (quote == '\0' && is_blank(c))
			break;
		else
			*to++ = c;
	}
	if (*line != '\0')
		line++;
	*to = '\0';
	return line;
}

bool
conf_words(struct conf *conf, char *line)
{
	struct setting s = { 0 };
	char *word, *p;

	for (;;) {
		while (is_blank(*line))
			line++;
		if (*line == '\0')
			return true;
		if (conf->count == CONF_SETTINGS)
			return false;
		word = line;
		line = cut_word(line);
		s.name = NULL;
		s.value = word;
		for (p = word; conf_is_name(*p);)
			p++;
		if (*p == '=' && p > word && *word != '-') {
			*p = '\0';
			s.name = word;
			s.value = p + 1;
		}
		conf->setting[conf->count++] = s;
	}
}

static bool
is_that(const char *s, const char *name, uint32_t length, const char *suffix)
{
	while (length > 0 && *s == *name) {
		s++;
		name++;
		length--;
	}
	while (length == 0 && *suffix != '\0' && *s == *suffix) {
		s++;
		suffix++;
	}
	return length == 0 && *s == '\0' && *suffix == '\0';
}

const struct setting *
conf_use(
    struct conf *conf, const char *name, uint32_t length, const char *suffix)
{
	const struct setting *found = NULL;
	uint32_t i;

	for (i = 0; i < conf->count; i++) {
		if (conf->setting[i].name == NULL ||
		    !is_that(conf->setting[i].name, name, length, suffix))
			continue;
		conf->setting[i].used = true;
		found = &conf->setting[i];
	}
	return found;
}
