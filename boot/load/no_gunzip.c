/* SPDX-License-Identifier: BSD-2-Clause */
/* In gunzip.c's place where there is no zlib: refuses compressed files. */
#include "gunzip.h"

const char *
gunzip(const void *packed, uint64_t size, char *to, uint64_t *room)
{
	(void)packed;
	(void)size;
	(void)to;
	(void)room;
	return "it is compressed, and this loader was built without zlib";
}
