/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loaders' gunzip() and Debian's zlib: an input is a file. As many bytes
 * are unpacked as were counted, into memory of just that size.
 */
#include <stdlib.h>
#include "fuzz.h"
#include "gunzip.h"
#include "guest.h"

#define SIZE_LIMIT (1024 * 1024) /* of what is unpacked */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *packed = malloc(size), *to = NULL;
	uint64_t counted = 0, unpacked, i;
	const char *why;

	CHECK(packed != NULL);
	for (i = 0; i < size; i++)
		packed[i] = (char)data[i];
	why = gunzip(packed, size, NULL, &counted);
	if (why == NULL && counted < SIZE_LIMIT) {
		to = malloc(counted); /* the sanitizer sees every byte more */
		unpacked = counted;
		CHECK(gunzip(packed, size, to, &unpacked) == NULL);
		CHECK(unpacked == counted);
		for (i = 0; i < unpacked; i++)
			CHECK(to[i] == to[i]); /* reads it */
	}
	free(packed);
	free(to);
	return 0;
}
