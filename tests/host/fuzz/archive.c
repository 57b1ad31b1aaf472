/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's archives and what is in them: an input is an archive. Its files
 * lie in it, one after the other, and those that are ELF files are read by the
 * rules of each format.
 */
#include <stdlib.h>
#include <string.h>
#include "elf.h"
#include "fuzz.h"
#include "guest.h"
#include "tar_header.h"

/* An archive's headers get the right sum, or few inputs had a second one. */
static void
sum_up(char *bytes, size_t size)
{
	struct tar_header *h = (struct tar_header *)bytes;
	unsigned sum = 0;
	size_t at, i;

	for (at = 0; at + TAR_BLOCK <= size; at += TAR_BLOCK, h++) {
		if (!tar_has_magic(h))
			continue;
		memset(h->checksum, ' ', sizeof(h->checksum));
		for (sum = 0, i = 0; i < TAR_BLOCK; i++)
			sum += (unsigned char)bytes[at + i];
		for (i = 6; i > 0; i--, sum >>= 3)
			h->checksum[i - 1] = (char)('0' + (sum & 7));
		h->checksum[6] = '\0';
	}
}

static void
check_elf(const struct tar_file *file, enum elf_rules rules)
{
	static const uint64_t low[] = { MIB, MIB, 0xffffffff80000000ull };
	static const uint64_t high[] = { GIB, 4 * GIB, 0 - PAGE };
	struct elf_image image;
	const struct elf_segment *s = image.segment;
	struct elf_defect defect = { NULL, 0, 0, NULL };

	if (!elf_read(file->data, file->size, rules, &image, &defect)) {
		CHECK(defect.field != NULL && defect.why != NULL);
		return;
	}
	CHECK(image.start >= low[rules] && image.end <= high[rules]);
	CHECK(rules != ELF_PHYSICAL ||
	    (image.entry >= image.start && image.entry < image.end));
	for (; s < image.segment + image.count; s++) {
		CHECK(s->filesz <= s->memsz && s->memsz > 0);
		CHECK(s->offset <= file->size &&
		    s->filesz <= file->size - s->offset);
		CHECK(s->paddr >= image.start && s->paddr < image.end);
		CHECK(s->memsz <= image.end - s->paddr);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tar tar = { NULL, size, 0, 0 };
	struct tar_file file;
	const char *why = NULL, *last;
	char *bytes = malloc(size);
	enum elf_rules rules;

	CHECK(bytes != NULL);
	memcpy(bytes, data, size);
	sum_up(bytes, size);
	last = tar.bytes = bytes;
	while (tar_is(bytes, size) && tar_next(&tar, &file, &why)) {
		CHECK(why == NULL && strlen(file.name) < TAR_NAME);
		CHECK(file.name[0] != '/');
		CHECK(file.data >= last + TAR_BLOCK && tar.at <= size);
		CHECK(file.data + file.size <= bytes + tar.at);
		last = bytes + tar.at;
		for (rules = ELF_FREEBSD; rules <= ELF_VIRTUAL; rules++)
			check_elf(&file, rules);
	}
	CHECK(tar.at <= size);
	free(bytes);
	return 0;
}
