/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses loader.conf in place. */
#include "conf.h"
#include <stddef.h>

struct text {
	char *at, *end;
};

static void
skip_blanks(struct text *t)
{
	while (t->at < t->end &&
	    (*t->at == ' ' || *t->at == '\t' || *t->at == '\r'))
		t->at++;
}

static void
skip_line(struct text *t)
{
	while (t->at < t->end && *t->at != '\n')
		t->at++;
}

static bool
at_end(const struct text *t)
{
	return t->at == t->end || *t->at == '\n' || *t->at == '#';
}

/* A value in quotes; *last is where the NUL that ends it may go. */
static const char *
quoted(struct text *t, char **last)
{
	char *to = ++t->at;

	for (; t->at < t->end && *t->at != '\n'; t->at++) {
		if (*t->at == '"') {
			t->at++;
			*last = to;
			return NULL;
		}
		if (*t->at == '\\' && t->at + 1 < t->end &&
		    (t->at[1] == '"' || t->at[1] == '\\'))
			t->at++;
		if (*t->at == '\0')
			return "a NUL byte";
		*to++ = *t->at;
	}
	return "the quote is not closed";
}

static const char *
bare(struct text *t, char **last)
{
	for (; !at_end(t) && *t->at != ' ' && *t->at != '\t' && *t->at != '\r';
	     t->at++) {
		if (*t->at == '"')
			return "a quote within the value";
		if ((unsigned char)*t->at < ' ')
			return "a control character";
	}
	*last = t->at;
	return NULL;
}

/* One setting; what is wrong with it, or NULL. */
static const char *
read_setting(struct text *t, struct setting *s)
{
	char *name_end, *value_end = NULL;
	const char *why;

	s->name = t->at;
	if (*t->at != '-')
		while (t->at < t->end && settings_is_name(*t->at))
			t->at++;
	if (t->at == s->name)
		return "no name";
	name_end = t->at;
	skip_blanks(t);
	if (t->at == t->end || *t->at != '=')
		return "no = after the name";
	t->at++;
	skip_blanks(t);
	if (at_end(t))
		return "no value";
	s->value = t->at;
	if (*t->at == '"') {
		s->value++;
		why = quoted(t, &value_end);
	} else {
		why = bare(t, &value_end);
	}
	if (why != NULL)
		return why;
	skip_blanks(t);
	if (!at_end(t))
		return "something after the value";
	skip_line(t);
	*name_end = '\0';
	*value_end = '\0'; /* written last: it may be the byte at t->at */
	return NULL;
}

void
conf_read(
    struct settings *settings, char *text, size_t size, conf_left_out *left_out)
{
	struct text t = { text, text + size };
	struct setting s = { 0 };
	const char *why;

	if (size >= 3 && (uint8_t)text[0] == 0xef && (uint8_t)text[1] == 0xbb &&
	    (uint8_t)text[2] == 0xbf)
		t.at += 3; /* the byte order mark that some editors write */
	for (s.line = 1; t.at < t.end; s.line++) {
		skip_blanks(&t);
		why = at_end(&t) ? "" : read_setting(&t, &s);
		if (why != NULL)
			skip_line(&t);
		else if (!settings_add(settings, s))
			why = "too many settings";
		if (why != NULL && *why != '\0')
			left_out(s.line, why);
		t.at++;
	}
}
