/* SPDX-License-Identifier: BSD-2-Clause */
/* Unpacks gzip files with zlib, in memory of its own. */
#include "gunzip.h"
#include <stddef.h>
#include <zlib.h>

#define GZIP_ONLY (16 + MAX_WBITS)

/* zlib's memory: none is given back before the next member, then all of it. */
static char pool[0x10000] __attribute__((aligned(16)));
static size_t pool_used;

static voidpf
pool_take(voidpf opaque, uInt items, uInt size)
{
	size_t bytes = ((size_t)items * size + 15) & ~(size_t)15;
	void *p = pool + pool_used;

	(void)opaque;
	if (bytes > sizeof(pool) - pool_used)
		return Z_NULL;
	pool_used += bytes;
	return p;
}

static void
pool_give(voidpf opaque, voidpf p)
{
	(void)opaque;
	(void)p;
}

/*
 * Unpacks one member: what is wrong with it, or NULL. If to is NULL, its bytes
 * are only counted.
 */
static const char *
unpack_member(z_stream *z, char *to)
{
	static char nowhere[0x8000];
	int result;

	pool_used = 0;
	if (inflateInit2(z, GZIP_ONLY) != Z_OK)
		return "zlib cannot start";
	do {
		if (to == NULL) {
			z->next_out = (Bytef *)nowhere;
			z->avail_out = sizeof(nowhere);
		}
		result = inflate(z, to == NULL ? Z_NO_FLUSH : Z_FINISH);
	} while (result == Z_OK);
	if (result == Z_STREAM_END)
		return NULL;
	if (result == Z_DATA_ERROR && z->msg != NULL)
		return z->msg;
	return z->avail_in == 0 ? "it ends too early" : "damaged";
}

/*
 * Several members in a row are one file, as they are for gzip(1); zeroes
 * between and after them are skipped.
 */
static const char *
unpack(const void *packed, uint64_t size, char *to, uint64_t *room)
{
	z_stream z = { .next_in = (Bytef *)packed,
		.avail_in = size,
		.next_out = (Bytef *)to,
		.avail_out = *room,
		.zalloc = pool_take,
		.zfree = pool_give };
	const char *why;

	*room = 0;
	do {
		why = unpack_member(&z, to);
		if (why != NULL)
			return why;
		*room += z.total_out;
		for (; z.avail_in > 0 && *z.next_in == 0; z.next_in++)
			z.avail_in--;
		if (z.avail_in > 0 && !gunzip_is(z.next_in, z.avail_in))
			return "bytes after its end";
	} while (z.avail_in > 0);
	return NULL;
}

const char *
gunzip(const void *packed, uint64_t size, char *to, uint64_t *room)
{
	const char *why;

	if (size > UINT32_MAX)
		return "4 GiB or more";
	why = unpack(packed, size, to, room);
	if (why == NULL && *room > UINT32_MAX)
		return "4 GiB or more, unpacked";
	return why;
}
