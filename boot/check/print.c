/* SPDX-License-Identifier: BSD-2-Clause */
/* The table, for terminals of 80 columns. */
#include "print.h"
#include <stdio.h>
#include <string.h>

#define COLUMNS 75 /* so that pages can indent it */

/* Words, the first one at column at, those of further lines at indent. */
static void
print_words(const char *text, int at, int indent)
{
	const char *word;
	int length;

	for (word = text; *word != '\0'; word += strspn(word, " ")) {
		length = (int)strcspn(word, " ");
		if (at + 1 + length > COLUMNS) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (word != text) {
			at += printf(" ");
		}
		at += printf("%.*s", length, word);
		word += length;
	}
	printf("\n");
}

static void
print_labelled(const char *label, const char *text)
{
	print_words(text, printf("    %-8s", label), 12);
}

void
print_rule(enum rule rule)
{
	const struct rule_text *t = &rule_texts[rule];

	printf("%s\n", t->id);
	print_labelled("rule", t->what);
	print_labelled("source", t->source);
	print_labelled("change", t->change);
}

void
print_rules(void)
{
	enum rule rule;

	for (rule = RULE_NONE + 1; rule < RULES; rule++)
		printf("%s\n", rule_texts[rule].id);
}

static void
print_row(const struct row_name *name, const struct row *row, bool colour)
{
	static const char *const words[] = { "yes", "no", "else" };
	static const char *const colours[] = { "\033[32m", "\033[31m",
		"\033[33m" };

	printf("  %-17s%s%s%s", name->name, colour ? colours[row->answer] : "",
	    words[row->answer], colour ? "\033[m" : "");
	if (row->answer != ANSWER_YES) {
		printf("%*s%-16s", row->answer == ANSWER_NO ? 4 : 2, "",
		    rule_texts[row->rule].id);
		print_words(row->value, 41, 41);
		if (row->remark != NULL)
			print_words(row->remark, printf("%41s", ""), 41);
	} else if (row->remark != NULL) {
		print_words(row->remark, 19 + 3 + printf("%3s", ""), 25);
	} else {
		printf("\n");
	}
}

/* What the file is, as far as it says so. */
static void
print_head(const struct report *report)
{
	const bool packed = report->image.inside != NULL;
	const struct image *f = packed ? &report->inside : &report->image;
	char line[160];

	if (!f->elf)
		snprintf(line, sizeof(line), "%llu bytes, no ELF file",
		    (unsigned long long)f->size);
	else
		snprintf(line, sizeof(line),
		    "%sELF%s, e_machine %u, e_entry 0x%llx, "
		    "memory 0x%llx-0x%llx",
		    packed ? "gzip, " : "", f->narrow ? "32" : "64", f->machine,
		    (unsigned long long)f->entry, (unsigned long long)f->low,
		    (unsigned long long)f->high);
	print_words(line, printf("%s: ", report->file), 4);
}

void
print_table(const struct report *report, bool colour)
{
	bool named[RULES] = { false };
	enum rule rule;
	uint32_t i;

	print_head(report);
	for (i = 0; i < ROW_COUNT; i++) {
		if (!report->asked[i])
			continue;
		print_row(&row_names[i], &report->rows[i], colour);
		named[report->rows[i].rule] = true;
	}
	for (rule = RULE_NONE + 1; rule < RULES; rule++) {
		if (!named[rule])
			continue;
		printf("\n");
		print_rule(rule);
	}
}

/* ---- JSON: one object a file, on a line of its own */

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
print_object(const struct row_name *name, const struct row *row)
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
		print_object(&row_names[i], &report->rows[i]);
		comma = ", ";
	}
	printf("]}\n");
}
