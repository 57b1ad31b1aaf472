/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's gunzip() and Debian's zlib: an input is a file. As many bytes
 * are unpacked as were counted, into memory of just that size.
 */
#include <stdlib.h>
#include "fuzz.h"
#include "loader.h"
#include "guest.h"

#define SIZE_LIMIT (1024 * 1024) /* of what is unpacked */

static bool failed;

EFI_STATUS
fail(EFI_STATUS status, const char *path, const char *format, ...)
{
	CHECK(path != NULL && format != NULL);
	failed = true;
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *packed = malloc(size), *to = NULL;
	struct file file = { .path = "file", .data = packed, .size = size };
	uint64_t counted = 0, unpacked, i;

	CHECK(packed != NULL);
	for (i = 0; i < size; i++)
		packed[i] = (char)data[i];
	failed = false;
	CHECK((gunzip(&file, NULL, &counted) != EFI_SUCCESS) == failed);
	if (!failed && counted < SIZE_LIMIT) {
		to = malloc(counted); /* the sanitizer sees every byte more */
		unpacked = counted;
		CHECK(gunzip(&file, to, &unpacked) == EFI_SUCCESS);
		CHECK(!failed && unpacked == counted);
		for (i = 0; i < unpacked; i++)
			CHECK(to[i] == to[i]); /* reads it */
	}
	free(packed);
	free(to);
	return 0;
}
