/* SPDX-License-Identifier: BSD-2-Clause */
/* env.c, and what it calls. */
#include "arch/pvh/freebsd/env.c"

/* As physmem_copy.c proves it: all bytes, in ascending order. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint32_t i;

	for (i = 0; i < size; i++)
		to[i] = from[i];
}

/* env_add() calls it. */
uint32_t *
env_find(struct env *e, uint32_t name_length)
{
	PROVE(e == NULL && name_length > 0, "is not called");
	return NULL;
}
