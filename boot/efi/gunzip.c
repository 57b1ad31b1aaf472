/* SPDX-License-Identifier: BSD-2-Clause */
/* Compressed files, by Debian's zlib, which efi.mk compiles for UEFI. */
#include <zlib.h>
#include "loader.h"

#define GZIP_ONLY (16 + MAX_WBITS)
#define TRAILER   8 /* CRC32, and the length modulo 4 GiB */

/* What zlib takes is taken once for a file, and all of it given back. */
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

/* What is wrong, or NULL. */
static const char *
unpack(const struct file *from, char *to, uint32_t size)
{
	z_stream z = { .next_in = (Bytef *)from->data,
		.avail_in = from->size,
		.next_out = (Bytef *)to,
		.avail_out = size,
		.zalloc = pool_take,
		.zfree = pool_give };
	int result;

	pool_used = 0;
	if (inflateInit2(&z, GZIP_ONLY) != Z_OK)
		return "zlib cannot start";
	result = inflate(&z, Z_FINISH);
	if (result == Z_DATA_ERROR)
		return z.msg != NULL ? z.msg : "damaged";
	if (result == Z_STREAM_END && z.avail_in != 0)
		return "bytes behind its end";
	if (result == Z_STREAM_END && z.avail_out == 0)
		return NULL;
	return z.avail_in == 0 ? "it ends too early" : "its length is wrong";
}

EFI_STATUS
gunzip(struct file *file, EFI_MEMORY_TYPE type, uint64_t last)
{
	const struct word *trailer;
	struct file packed = *file;
	const char *why;
	uint64_t size;

	if (file->size > UINT32_MAX || file->size < 10 + TRAILER)
		return fail(EFI_LOAD_ERROR, file->path,
		    "gzip: no whole file in %lu bytes", file->size);
	trailer = (const struct word *)(file->data + file->size - TRAILER);
	size = trailer->bytes >> 32;
	file->data = (char *)pages_below(type, size + 1, last);
	if (file->data == NULL)
		return fail(EFI_OUT_OF_RESOURCES, file->path,
		    "gzip: no memory for %lu bytes below 0x%lx", size,
		    last + 1);
	why = unpack(&packed, file->data, size);
	if (why != NULL)
		return fail(EFI_LOAD_ERROR, file->path, "gzip: %s", why);
	say("loader: %s: %lu bytes, unpacked %lu\n", file->path, packed.size,
	    size);
	pages_free((uint64_t)packed.data);
	file->size = size;
	return EFI_SUCCESS;
}
