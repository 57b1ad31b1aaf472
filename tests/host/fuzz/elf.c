/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's ELF reader: an input is a file. If the file is taken, it lies in
 * [1 MiB, 1 GiB), no two of its segments overlap, and it is laid out as they
 * say.
 */
#include <stdlib.h>
#include <string.h>
#include "elf.h"
#include "fuzz.h"
#include "guest.h"

#define PLACE_LIMIT (256 * KIB) /* an image that is larger is not laid out */

static void
check_segments(const struct elf_image *image, size_t size)
{
	const struct elf_segment *s = image->segment, *other;

	CHECK(image->count > 0 && image->count <= ELF_SEGMENTS);
	CHECK(image->start >= MIB && image->end <= GIB);
	for (; s < image->segment + image->count; s++) {
		CHECK(s->filesz <= s->memsz && s->memsz > 0);
		CHECK(s->offset <= size && s->filesz <= size - s->offset);
		CHECK(s->paddr >= image->start && s->paddr < image->end);
		CHECK(s->memsz <= image->end - s->paddr);
		for (other = image->segment; other < s; other++)
			CHECK(other->paddr + other->memsz <= s->paddr ||
			    s->paddr + s->memsz <= other->paddr);
	}
}

/* Compares each byte with the file's, or with 0. */
static void
check_place(const struct elf_image *image, const char *file)
{
	uint64_t size = image->end - image->start, i;
	const struct elf_segment *s = image->segment;
	char *got = malloc(size), *expected = calloc(1, size);

	CHECK(got != NULL && expected != NULL);
	memset(got, 0xa5, size);
	elf_place(image, file, got);
	for (; s < image->segment + image->count; s++)
		for (i = 0; i < s->filesz; i++)
			expected[s->paddr - image->start + i] =
			    file[s->offset + i];
	CHECK(memcmp(got, expected, size) == 0);
	free(got);
	free(expected);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elf_image image;
	struct elf_defect defect = { NULL, 0, 0, NULL };

	memset(&image, 0xa5, sizeof(image));
	if (!elf_read(data, size, ELF_FREEBSD, &image, &defect)) {
		CHECK(defect.field != NULL && defect.why != NULL);
		return 0;
	}
	check_segments(&image, size);
	if (image.end - image.start <= PLACE_LIMIT)
		check_place(&image, (const char *)data);
	return 0;
}
