/* SPDX-License-Identifier: BSD-2-Clause */
/* Where there is no zlib to build with: a compressed file says so. */
#include "loader.h"

EFI_STATUS
gunzip(struct file *file, __attribute__((unused)) EFI_MEMORY_TYPE type,
    __attribute__((unused)) uint64_t last)
{
	return fail(EFI_UNSUPPORTED, file->path,
	    "it is compressed, and this loader was built without zlib");
}
