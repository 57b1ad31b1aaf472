/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: tar_next
 * property: whatever the headers say, all that is found lies in the archive
 * bound: 4 entries
 * cbmc: --unwind 6
 */
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "boot/pvh/tar.c"
#pragma CPROVER check pop

#define ENTRIES 4

const char *archive;
uint64_t size;
uint32_t headers; /* that were read */

/* As physmem_copy.c proves it: what is copied may be anything. */
void
physmem_copy(char *to, const char *from, uint64_t bytes)
{
	struct tar_header any;
	uint64_t at = (uint64_t)(from - archive);

	PROVE(at <= size && bytes <= size - at, "reads the archive");
	PROVE(bytes == sizeof(any), "a header");
	ASSUME(headers++ < ENTRIES);
	*(struct tar_header *)to = any;
}

/* As tar_header.c proves them: anything, and a name that ends. */
bool
tar_has_magic(const struct tar_header *h)
{
	return h->type != 0;
}

bool
tar_is_empty(const struct tar_header *h)
{
	return nondet_bool() && h->type == 0;
}

const char *
tar_check(const struct tar_header *h, uint64_t *length)
{
	(void)h;
	*length = nondet_uint64_t();
	ASSUME(*length >> 36 == 0);
	return nondet_bool() ? "wrong" : NULL;
}

void
tar_name(const struct tar_header *h, char name[TAR_NAME])
{
	name[0] = h->name[0];
	name[1] = '\0';
}

void
proof(void)
{
	struct tar_file file;
	struct tar tar;
	const char *why;
	uint64_t before;

	size = tar.size;
	ASSUME(size <= 1ull << 40 && tar.at <= size);
	archive = malloc(size);
	tar.bytes = archive;
	headers = 0;
	before = tar.at;
	if (tar_next(&tar, &file, &why)) {
		PROVE(why == NULL, "nothing is wrong");
		PROVE(tar.at <= size && tar.at > before, "it goes on");
		PROVE(file.data >= archive && file.data <= archive + size &&
			file.size <= (uint64_t)(archive + size - file.data),
		    "the file is in the archive");
		PROVE(file.data + file.size <= archive + tar.at,
		    "and before the next header");
		REACHED("a file");
	} else {
		PROVE(tar.at <= size && tar.at >= before, "still inside");
		REACHED("the end");
	}
}
