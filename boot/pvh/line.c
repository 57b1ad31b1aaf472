/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds command lines, in what is free of the view's arena. */
#include "kit.h"
#include "loader.h"
#include "metadata.h"

/* The line being built; to is NULL once something did not fit. */
struct out {
	char *to;
	const char *end;
};

static struct out
open_line(const struct loader *loader)
{
	const struct arena *arena = &loader->view->arena;
	uint32_t start = (arena->used + 7) & ~7u;

	return (struct out){ arena->base + start, arena->base + arena->size };
}

static void
put_char(struct out *out, char c)
{
	if (out->to == NULL || out->end - out->to < 2)
		out->to = NULL; /* one byte stays free for the NUL */
	else
		*out->to++ = c;
}

static void
put(struct out *out, const char *s)
{
	while (*s != '\0')
		put_char(out, *s++);
}

/* In quotes, if the word would not stay one without. */
static void
put_value(struct out *out, const char *s)
{
	const char *c;
	char quote = '"';
	bool plain = *s != '\0';

	for (c = s; *c != '\0'; c++) {
		if (*c == '"')
			quote = '\'';
		plain = plain && !is_blank(*c) && *c != '"' && *c != '\'';
	}
	if (plain) {
		put(out, s);
		return;
	}
	put_char(out, quote);
	for (; *s != '\0'; s++) {
		if (*s == quote) {
			put_char(out, quote);
			quote = quote == '"' ? '\'' : '"';
			put_char(out, quote);
		}
		put_char(out, *s);
	}
	put_char(out, quote);
}

static char *
close_line(struct loader *loader, struct out out)
{
	char *line = open_line(loader).to;
	uint64_t paddr;

	if (out.to == NULL || out.to == out.end)
		refuse("command line", "no room for all the words");
	*out.to = '\0';
	return pvh_take(loader->view, out.to + 1 - line, &paddr);
}

char *
line_copy(struct loader *loader, const char *line)
{
	struct out out = open_line(loader);

	put(&out, line);
	return close_line(loader, out);
}

char *
line_of_plan(struct loader *loader, const struct plan *plan)
{
	struct out out = open_line(loader);
	const struct setting *s;
	uint32_t i;

	for (i = 0; i < plan->setting_count; i++) {
		s = plan->setting[i];
		if (i > 0)
			put_char(&out, ' ');
		if (s->name != NULL) {
			put(&out, s->name);
			put_char(&out, '=');
		}
		put_value(&out, s->value);
	}
	return close_line(loader, out);
}

char *
line_of_module(struct loader *loader, const struct plan_module *module)
{
	struct out out = open_line(loader);
	const char *type = module->type, *usual = MODULE_TYPE_MD_IMAGE;

	put(&out, module->path);
	while (*type != '\0' && *type == *usual) {
		type++;
		usual++;
	}
	if (*type != *usual) {
		put(&out, " type=");
		put(&out, module->type);
	}
	if (module->args[0] != '\0')
		put_char(&out, ' ');
	put(&out, module->args);
	return close_line(loader, out);
}

char *
line_path(struct loader *loader, const char *name)
{
	struct out out = open_line(loader);

	if (*name != '/')
		put_char(&out, '/');
	put(&out, name);
	return close_line(loader, out);
}

char *
line_join(struct loader *loader, const char *first, const char *last)
{
	struct out out = open_line(loader);

	put(&out, first);
	if (*first != '\0' && *last != '\0')
		put_char(&out, ' ');
	put(&out, last);
	return close_line(loader, out);
}
