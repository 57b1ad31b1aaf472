/* SPDX-License-Identifier: BSD-2-Clause */
/* The one word of the command line that is the loader's. */
#include "loader.h"
#include "kit.h"

/* The end of the word at s; quotes keep blanks in it. */
static char *
end_of(char *s)
{
	char quote = '\0';

	for (; *s != '\0' && (quote != '\0' || !is_blank(*s)); s++)
		if (quote == '\0' ? *s == '"' || *s == '\'' : *s == quote)
			quote = quote == '\0' ? *s : '\0';
	return s;
}

/* Where VALUE begins in a word NAME=VALUE; NULL if the name is another. */
static const char *
value_of(const char *word, const char *name)
{
	while (*name != '\0' && *word == *name) {
		word++;
		name++;
	}
	return *name == '\0' && *word == '=' ? word + 1 : NULL;
}

bool
word_take(char *line, const char *name, char *value, uint32_t room)
{
	const char *from = NULL;
	char *end;

	while (from == NULL) {
		while (is_blank(*line))
			line++;
		if (*line == '\0')
			return false;
		from = value_of(line, name);
		end = end_of(line);
		if (from == NULL)
			line = end;
	}
	for (; from < end; from++)
		if (*from != '"' && *from != '\'' && room > 1) {
			*value++ = *from;
			room--;
		}
	*value = '\0';
	while (is_blank(*end))
		end++;
	while ((*line++ = *end++) != '\0')
		;
	return true;
}
