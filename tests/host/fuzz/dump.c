/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump_FORMAT: what the kit makes of cases, in a native format. Standard input
 * has cases, each preceded by its size as a u32; standard output has the
 * meaning of each as lines of text (see README) and an empty line.
 */
#include "dump.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "guest.h"

#define CODE_PREFIX           4 /* PVH_ */

#define CODE_NAME(code, text) [code] = #code,
static const char *const codes[] = { PVH_DEFECTS(CODE_NAME) };

static bool
plain(char c)
{
	return c > ' ' && c <= '~' && c != '\\';
}

void
put_text(const char *s, size_t length)
{
	size_t i;

	if (length == 0)
		printf("-");
	else if (length == 1 && *s == '-')
		printf("\\x2d");
	else
		for (i = 0; i < length; i++)
			printf(plain(s[i]) ? "%c" : "\\x%02x",
			    (unsigned char)s[i]);
}

void
put_defect(const char *what, struct pvh_defect d)
{
	printf("%s %s %" PRIx32 " %" PRIx64 "\n", what,
	    codes[d.code] + CODE_PREFIX, d.index, d.value);
}

void
put_warnings(void)
{
	uint32_t i;

	for (i = 0; i < warning_count; i++)
		put_defect("warning", warnings[i]);
}

int
main(void)
{
	uint8_t *data = NULL;
	uint32_t size;

	while (fread(&size, sizeof(size), 1, stdin) == 1) {
		CHECK((data = realloc(data, size + 1)) != NULL);
		CHECK(fread(data, 1, size, stdin) == size);
		dump_case(data, size);
		putchar('\n');
	}
	free(data);
	return 0;
}
