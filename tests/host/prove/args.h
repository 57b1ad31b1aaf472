/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files for the command line. word.c's casts of bytes lose bits on purpose.
 */
#ifndef ARGS_H
#define ARGS_H

#define BOOT_MODULES   1
#define BOOT_VARIABLES 2
#define MEMMAP_STEPS   1
#include "prove.h"
#include "noted.h"

#include "arch/pvh/freebsd/env.c"
#include "arch/pvh/freebsd/env_tree.c"
#pragma CPROVER check push
#pragma CPROVER check disable "conversion"
#include "arch/pvh/freebsd/word.c"
#include "arch/pvh/freebsd/args.c"
#pragma CPROVER check pop

/* As physmem_copy.c proves it: all bytes. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint32_t i;

	for (i = 0; i < size; i++)
		to[i] = from[i];
}

#endif
