/* SPDX-License-Identifier: BSD-2-Clause */
/* Where there is no zlib to build with: a compressed file is refused. */
#include "loader.h"

EFI_STATUS
gunzip(const struct file *packed, char *to, uint64_t *size)
{
	(void)to;
	(void)size;
	return fail(EFI_UNSUPPORTED, packed->path,
	    "it is compressed, and this loader was built without zlib");
}
