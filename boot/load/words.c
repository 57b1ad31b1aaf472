/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses a command line in place. */
#include "words.h"
#include <stddef.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Cuts off the first word, and takes away its quotes; returns the rest. */
static char *
cut_word(char *line)
{
	char quote = '\0', *to = line, c;

	for (; (c = *line) != '\0'; line++)
		if (quote == '\0' ? c == '"' || c == '\'' : c == quote)
			quote = quote == '\0' ? c : '\0';
		else if (quote == '\0' && is_blank(c))
			break;
		else
			*to++ = c;
	if (*line != '\0')
		line++;
	*to = '\0';
	return line;
}

bool
words_read(struct settings *settings, char *line)
{
	const char *start = line;
	struct setting s = { 0 };
	char *word, *p;

	for (;;) {
		while (is_blank(*line))
			line++;
		if (*line == '\0')
			return true;
		word = line;
		line = cut_word(line);
		s.name = NULL;
		s.value = word;
		s.at = word - start;
		for (p = word; settings_is_name(*p);)
			p++;
		if (*p == '=' && p > word && *word != '-') {
			*p = '\0';
			s.name = word;
			s.value = p + 1;
		}
		if (!settings_add(settings, s))
			return false;
	}
}
