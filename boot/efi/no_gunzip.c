/* SPDX-License-Identifier: BSD-2-Clause */
/* Where there is no zlib to build with: a compressed file says so. */
#include "loader.h"

EFI_STATUS
gunzip(struct file *file, __attribute__((unused)) const struct file *packed)
{
	return fail(EFI_UNSUPPORTED, file->path,
	    "it is compressed, and this loader was built without zlib");
}
