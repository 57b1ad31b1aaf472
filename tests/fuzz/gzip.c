/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's gunzip() and Debian's zlib: an input is a file. What it makes
 * of it is as long as it says itself, and all in the pages that it took.
 */
#include <stdlib.h>
#include "fuzz.h"
#include "loader.h"
#include "machine.h"

#define SIZE_LIMIT (1024 * 1024) /* of what is unpacked */

static char *pages;
static bool failed;

uint64_t
pages_below(EFI_MEMORY_TYPE type, uint64_t size, uint64_t last)
{
	CHECK(pages == NULL && last == BELOW_4G && type == EfiLoaderData);
	if (size <= SIZE_LIMIT)
		pages = malloc(size);
	return (uint64_t)pages;
}

void
pages_free(uint64_t paddr)
{
	free((char *)paddr);
}

void
say(const char *format, ...)
{
	CHECK(format != NULL);
}

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
	char *packed = malloc(size);
	struct file file = { "file", packed, size };
	EFI_STATUS status;
	uint64_t i;

	CHECK(packed != NULL);
	for (i = 0; i < size; i++)
		packed[i] = (char)data[i];
	pages = NULL;
	failed = false;
	status = gunzip(&file, EfiLoaderData, BELOW_4G);
	CHECK(failed == (status != EFI_SUCCESS));
	if (failed) {
		free(packed);
	} else {
		CHECK(file.data == pages && file.size < SIZE_LIMIT);
		for (i = 0; i < file.size; i++)
			CHECK(file.data[i] == file.data[i]); /* readable */
	}
	free(pages);
	return 0;
}
