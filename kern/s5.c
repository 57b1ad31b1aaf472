/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The package \_S5_. The tables that have it are programs, in AML; but there it
 * is data, and so its name can be searched for.
 */
#include "kern/s5.h"
#include "kern/string.h"

#define AML_NAME     0x08 /* 20.2 */
#define AML_BYTE     0x0a /* 0 and 1 need no prefix */
#define AML_PACKAGE  0x12
#define AML_ROOT     '\\'

#define SLP_TYP_MOST 7

struct aml {
	const unsigned char *p, *end;
};

static bool
next_byte(struct aml *a, unsigned *value)
{
	if (a->p >= a->end)
		return false;
	*value = *a->p++;
	return true;
}

static bool
next_type(struct aml *a, unsigned *type)
{
	if (!next_byte(a, type) || (*type == AML_BYTE && !next_byte(a, type)))
		return false;
	return *type <= SLP_TYP_MOST;
}

/* Enters a package: its length counts from its own first byte on. */
static bool
enter(struct aml *a)
{
	const unsigned char *start = a->p;
	unsigned lead, more, i;
	size_t length;

	if (!next_byte(a, &lead))
		return false;
	length = lead >> 6 == 0 ? lead : lead & 0xf;
	for (i = 0; i < lead >> 6; i++) {
		if (!next_byte(a, &more))
			return false;
		length |= (size_t)more << (4 + 8 * i);
	}
	if (length > (size_t)(a->end - start))
		return false;
	a->end = start + length;
	return true;
}

/* SLP_TYPa and SLP_TYPb; Cloud Hypervisor has only one element. */
static bool
read_types(struct aml a, unsigned type[2])
{
	unsigned count;

	if (!enter(&a) || !next_byte(&a, &count) || count == 0 ||
	    !next_type(&a, &type[0]))
		return false;
	type[1] = type[0];
	return count == 1 || next_type(&a, &type[1]);
}

bool
s5_find(const struct acpi_table *t, unsigned type[2])
{
	static const unsigned char s5[] = { '_', 'S', '5', '_', AML_PACKAGE };
	struct aml a = { t->data + ACPI_TABLE_HEADER, t->data + t->length };
	const unsigned char *before;

	for (; (size_t)(a.end - a.p) > sizeof(s5); a.p++) {
		if (memcmp(a.p, s5, sizeof(s5)) != 0)
			continue;
		before = a.p - (a.p[-1] == AML_ROOT ? 2 : 1);
		if (*before == AML_NAME)
			return read_types(
			    (struct aml){ a.p + sizeof(s5), a.end }, type);
	}
	return false;
}
