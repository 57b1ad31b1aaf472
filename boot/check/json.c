/* SPDX-License-Identifier: BSD-2-Clause */
/* One object a file, on a line of its own. */
#include <stdio.h>
#include "print.h"

/* A name of a file may hold any bytes: those that are not ASCII become \u00xx.
 */
static void
print_string(const char *s)
{
	unsigned char c;

	putchar('"');
	for (; *s != '\0'; s++) {
		c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void
print_member(const char *name, const char *value)
{
	printf(", \"%s\": ", name);
	print_string(value);
}

static void
print_row(const struct row_name *name, const struct row *row)
{
	static const char *const words[] = { "yes", "no", "else" };
	const struct rule_text *t = &rule_texts[row->rule];

	printf("{\"vmm\": \"%s\"", name->name);
	print_member("verdict", words[row->answer]);
	if (row->answer != ANSWER_YES) {
		print_member("rule", t->id);
		print_member("value", row->value);
		print_member("advice", t->change);
	}
	if (row->remark != NULL)
		print_member("remark", row->remark);
	printf("}");
}

void
print_json(const struct report *report)
{
	const char *comma = "";
	uint32_t i;

	printf("{\"file\": ");
	print_string(report->file);
	printf(", \"rows\": [");
	for (i = 0; i < ROW_COUNT; i++) {
		if (!report->asked[i])
			continue;
		printf("%s", comma);
		print_row(&row_names[i], &report->rows[i]);
		comma = ", ";
	}
	printf("]}\n");
}
