/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: run_end
 * property: the closing quote, or a quote or a blank; NUL
 * bound: line of 8 bytes
 * cbmc: --unwind 10
 */
#include "args.h"

#define LENGTH 8

void
proof(void)
{
	char line[LENGTH + 1], c;
	char quote = nondet_bool() ? '\0' : nondet_bool() ? '\'' : '"';
	uint32_t start = nondet_uint32_t(), end;

	line[LENGTH] = '\0';
	ASSUME(start <= LENGTH);
	end = start;
	/* Within quotes only the same one ends it. */
	while ((c = line[end]) != '\0' && c != quote &&
	    (quote != '\0' ||
		(c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\'' &&
		    c != '"')))
		end++;
	PROVE(run_end(line + start, quote) - line == end, "the end");
	if (c == '\0')
		REACHED("NUL");
	else if (c == quote)
		REACHED("closing quote");
	else if (c == '\'' || c == '"')
		REACHED("quote");
	else
		REACHED("blank");
}
