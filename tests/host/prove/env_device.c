/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: names_device
 * property: true iff the name ends in .device
 * bound: name of 10 bytes
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * cbmc: --unwind 9
 */
#define BOOT_VARIABLES 1
#include "prove.h"
#include "arch/pvh/freebsd/env_tree.c"

#define SIZE 10

void
pvh_putc(char c)
{
	(void)c;
}

void
proof(void)
{
	char block[SIZE + 1]; /* the name, and its "=" */
	uint32_t length = nondet_uint32_t(), i;
	const char *name, *end;
	bool device, is;

	/*
	 * The name may begin within the object, and ends where the object ends.
	 */
	ASSUME(length <= SIZE);
	name = block + (SIZE - length);
	end = block + (SIZE - 7);
	block[SIZE] = '=';
	is = length >= 7;
	for (i = 0; i < 7; i++)
		is = is && end[i] == ".device"[i];
	device = names_device(name, length);
	PROVE(device == is, "the last seven bytes of seven or more");
	if (!device)
		REACHED("another");
	else if (length == 7)
		REACHED("nothing else");
	else
		REACHED("a device");
}
