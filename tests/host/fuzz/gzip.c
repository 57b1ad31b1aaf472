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

EFI_STATUS
file_take(struct file *file, uint64_t size)
{
	CHECK(pages == NULL);
	if (size >= SIZE_LIMIT)
		return fail(EFI_OUT_OF_RESOURCES, file->path, "no memory");
	pages = malloc(size); /* not a byte more than it is to have */
	file->data = pages;
	file->size = size;
	return EFI_SUCCESS;
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
	struct file file = { .path = "file" };
	struct file from = { .path = "file", .data = packed, .size = size };
	EFI_STATUS status;
	uint64_t i;

	CHECK(packed != NULL);
	for (i = 0; i < size; i++)
		packed[i] = (char)data[i];
	pages = NULL;
	failed = false;
	status = gunzip(&file, &from);
	CHECK(failed == (status != EFI_SUCCESS));
	if (!failed) {
		CHECK(file.data == pages && file.size < SIZE_LIMIT);
		for (i = 0; i < file.size; i++)
			CHECK(file.data[i] == file.data[i]); /* readable */
	}
	free(packed);
	free(pages);
	return 0;
}
