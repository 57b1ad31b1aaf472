/* SPDX-License-Identifier: BSD-2-Clause */
/* The gzip format (RFC 1952): a header around inflate.c's data. */
#include "gunzip.h"
#include <stdint.h>
#include <stdlib.h>
#include "inflate.h"

#define HEADER 10
enum { HEADER_CRC = 2, EXTRA = 4, NAME = 8, COMMENT = 16, RESERVED = 0xe0 };

/* Where a string ends that begins at at: behind its NUL, or size. */
static size_t
behind_string(const unsigned char *bytes, size_t size, size_t at)
{
	while (at < size && bytes[at] != '\0')
		at++;
	return at < size ? at + 1 : size;
}

/* Where the data begin; size if there are none. */
static size_t
data_of(const unsigned char *bytes, size_t size)
{
	size_t at = HEADER;
	unsigned flags;

	if (size < HEADER || bytes[0] != 0x1f || bytes[1] != 0x8b ||
	    bytes[2] != 8 || (bytes[3] & RESERVED) != 0)
		return size;
	flags = bytes[3];
	if ((flags & EXTRA) != 0) {
		if (size - at < 2)
			return size;
		at += 2u + bytes[at] + 256u * bytes[at + 1];
	}
	if ((flags & NAME) != 0)
		at = behind_string(bytes, size, at);
	if ((flags & COMMENT) != 0)
		at = behind_string(bytes, size, at);
	if ((flags & HEADER_CRC) != 0)
		at += 2;
	return at < size ? at : size;
}

void *
gunzip(const void *bytes, size_t size, size_t limit, size_t *unpacked)
{
	const size_t at = data_of(bytes, size);
	struct inflate in = { 0 };

	if (at == size)
		return NULL;
	in.from = (const unsigned char *)bytes + at;
	in.left = size - at;
	in.limit = limit;
	if (!inflate_all(&in)) {
		free(in.to);
		return NULL;
	}
	*unpacked = in.size;
	return in.to;
}
