/* SPDX-License-Identifier: BSD-2-Clause */
/* What is printed: a table, an object of JSON, or a rule. */
#ifndef PRINT_H
#define PRINT_H

#include "row.h"

/* A kernel and what was asked of it; rows[i] is row_names[i]'s. */
struct report {
	const char *file;
	struct image image, inside; /* inside: what gzip packed */
	struct row rows[ROW_COUNT];
	bool asked[ROW_COUNT];
};

void print_table(const struct report *report, bool colour);
void print_json(const struct report *report);

void print_rule(enum rule rule);
void print_rules(void);

#endif
