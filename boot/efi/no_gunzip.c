/* SPDX-License-Identifier: BSD-2-Clause */
/* In gunzip.c's place where there is no zlib: refuses compressed files. */
#include "loader.h"

EFI_STATUS
gunzip(const struct file *packed, char *to, uint64_t *size)
{
	(void)to;
	(void)size;
	return fail(EFI_UNSUPPORTED, packed->path,
	    "it is compressed, and this loader was built without zlib");
}
