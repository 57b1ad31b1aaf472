/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: number, tar_name
 * property: a number below 2^36, of the field alone; a name that ends
 * bound: names of 5 and 5 bytes
 * cbmc: --unwind 14
 */
#include "prove.h"
#include "boot/pvh/tar_header.c"

#define FIELD 12
#define BYTES 5

static void
prove_number(void)
{
	char field[FIELD];
	uint64_t value;
	uint32_t length = nondet_uint32_t();

	ASSUME(length <= FIELD);
	if (!number(field, length, &value)) {
		REACHED("no number");
		return;
	}
	PROVE(length > 0 && value >> 36 == 0, "twelve digits");
	PROVE(field[0] == ' ' || (field[0] >= '0' && field[0] <= '7'),
	    "it begins with a digit or a blank");
	REACHED("a number");
}

static void
prove_name(void)
{
	struct tar_header h;
	char name[TAR_NAME];
	uint32_t i;

	ASSUME(h.prefix[BYTES] == '\0' && h.name[BYTES] == '\0');
	tar_name(&h, name);
	PROVE(name[0] != '/' && (name[0] != '.' || name[1] != '/'),
	    "no folder that is the archive itself");
	for (i = 0; i < 2 * BYTES + 1 && name[i] != '\0';)
		i++;
	PROVE(name[i] == '\0', "it ends");
	REACHED("a name");
}

void
proof(void)
{
	if (nondet_bool())
		prove_number();
	else
		prove_name();
}
