/* SPDX-License-Identifier: BSD-2-Clause */
#include "signs.h"
#include <stddef.h>
#include "elf.h"
#include "limine.h"

static bool
has_request(const char *bytes, uint64_t size)
{
	const struct word *w = (const struct word *)bytes;

	for (; size >= 2 * sizeof(*w); w++, size -= sizeof(*w))
		if (w[0].bytes == LIMINE_ID_0 && w[1].bytes == LIMINE_ID_1)
			return true;
	return false;
}

/* Requests begin at multiples of 8 bytes, in memory. */
bool
signs_limine(const char *file, uint64_t size)
{
	struct elf_image image;
	struct elf_defect defect;
	const struct elf_segment *s = image.segment;
	uint64_t skip;

	if (!elf_read(file, size, ELF_VIRTUAL, &image, &defect))
		return false;
	for (; s < image.segment + image.count; s++) {
		skip = (0 - s->paddr) % sizeof(struct word);
		if (skip < s->filesz &&
		    has_request(file + s->offset + skip, s->filesz - skip))
			return true;
	}
	return false;
}

const struct mb2_request_tag *
signs_tag(const struct multiboot_kernel *kernel, uint16_t type, uint32_t words)
{
	const struct mb2_header *h = (const struct mb2_header *)kernel->header;
	const uint32_t least = 8 + 4 * words;
	const struct mb2_request_tag *tag;
	uint64_t at = sizeof(*h), end = h->header_length;

	if (end > kernel->header_size)
		end = kernel->header_size;
	for (; range_below(at, 8, end); at += (tag->size + 7ull) & ~7ull) {
		tag = (const struct mb2_request_tag *)(kernel->header + at);
		if (tag->size < 8 || tag->type == MB2_END)
			break;
		if (tag->type == type && tag->size >= least &&
		    range_below(at, least, end))
			return tag;
	}
	return NULL;
}
