/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: md_string, length_of
 * property: a record of the string and its NUL
 * bound: none
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * stub: md_bytes:bytes
 * contracts: legacy
 */
#include "prove.h"
#include "arch/pvh/freebsd/preload.c"

uint32_t ghost, length; /* any byte of the string; the length */
static struct md md;
static const char *string;
static unsigned records;

void
pvh_putc(char c)
{
	(void)c;
}

/* As preload_bytes.c proves it. */
void
bytes(struct md *m, uint32_t type, const char *data, uint32_t size)
{
	PROVE(m == &md && type == MODINFO_ARGS && data == string, "passed on");
	PROVE(size > 0 && size <= length + 1, "in the string");
	PROVE(data[size - 1] == '\0', "its NUL");
	PROVE(ghost >= size - 1 || data[ghost] != '\0', "the first one");
	records++;
}

void
proof(void)
{
	char *s;

	length = nondet_uint32_t();
	ghost = nondet_uint32_t();
	ASSUME(length < BOOT_STRING);
	s = malloc(length + 1);
	ASSUME(s[length] == '\0');
	string = s;
	records = 0;
	md_string(&md, MODINFO_ARGS, s);
	PROVE(records == 1, "one record");
	REACHED("end");
}
