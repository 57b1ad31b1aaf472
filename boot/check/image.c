/* SPDX-License-Identifier: BSD-2-Clause */
#include "image.h"
#include <stdlib.h>
#include <string.h>

bool
image_has(const struct image *image, uint64_t offset, uint64_t size)
{
	return offset <= image->size && size <= image->size - offset;
}

uint64_t
image_number(const struct image *image, uint64_t offset, uint32_t size)
{
	uint64_t value = 0;

	if (!image_has(image, offset, size))
		return 0;
	while (size-- > 0)
		value = value << 8 | image->bytes[offset + size];
	return value;
}

bool
image_string(const struct image *image, uint64_t offset, const char *string)
{
	const uint64_t size = strlen(string) + 1;

	return image_has(image, offset, size) &&
	    memcmp(image->bytes + offset, string, size) == 0;
}

/* A field that lies elsewhere in ELF32, where addresses have 4 bytes. */
static uint64_t
field(const struct image *image, uint64_t base, uint32_t at64, uint32_t at32,
    uint32_t size)
{
	if (size == 0)
		size = image->narrow ? 4 : 8;
	return image_number(image, base + (image->narrow ? at32 : at64), size);
}

/* How many entries of a table are wholly in the file. */
static uint32_t
whole(const struct image *image, uint64_t offset, uint32_t count, uint32_t size)
{
	if (offset == 0 || offset >= image->size)
		return 0;
	if (count > (image->size - offset) / size)
		count = (uint32_t)((image->size - offset) / size);
	return count;
}

static void
find_extent(struct image *image)
{
	struct segment s;
	bool any = false;
	uint32_t i;

	for (i = 0; i < image->segment_count; i++) {
		s = image_segment(image, i);
		if (s.type != IMAGE_PT_LOAD)
			continue;
		if (!any || s.paddr < image->low)
			image->low = s.paddr;
		if (!any || s.paddr + s.memsz > image->high)
			image->high = s.paddr + s.memsz;
		any = true;
	}
}

void
image_open(struct image *image, const void *bytes, uint64_t size)
{
	memset(image, 0, sizeof(*image));
	image->bytes = bytes;
	image->size = size;
	image->narrow = image_number(image, IMAGE_CLASS, 1) == 1;
	image->elf = image_number(image, 0, 4) == 0x464c457f &&
	    size >= (image->narrow ? 52 : 64);
	if (!image->elf)
		return;
	image->type = (uint16_t)field(image, 0, 16, 16, 2);
	image->machine = (uint16_t)field(image, 0, 18, 18, 2);
	image->version = (uint32_t)field(image, 0, 20, 20, 4);
	image->entry = field(image, 0, 24, 24, 0);
	image->phoff = field(image, 0, 32, 28, 0);
	image->shoff = field(image, 0, 40, 32, 0);
	image->flags = (uint32_t)field(image, 0, 48, 36, 4);
	image->phentsize = (uint16_t)field(image, 0, 54, 42, 2);
	image->phnum = (uint16_t)field(image, 0, 56, 44, 2);
	image->shentsize = (uint16_t)field(image, 0, 58, 46, 2);
	image->shnum = (uint16_t)field(image, 0, 60, 48, 2);
	image->shstrndx = (uint16_t)field(image, 0, 62, 50, 2);
	image->segment_count =
	    whole(image, image->phoff, image->phnum, image->narrow ? 32 : 56);
	image->section_count =
	    whole(image, image->shoff, image->shnum, image->narrow ? 40 : 64);
	find_extent(image);
}

struct segment
image_segment(const struct image *image, uint32_t i)
{
	const uint64_t at =
	    image->phoff + (uint64_t)i * (image->narrow ? 32 : 56);
	struct segment s;

	s.index = i;
	s.type = (uint32_t)field(image, at, 0, 0, 4);
	s.flags = (uint32_t)field(image, at, 4, 24, 4);
	s.offset = field(image, at, 8, 4, 0);
	s.vaddr = field(image, at, 16, 8, 0);
	s.paddr = field(image, at, 24, 12, 0);
	s.filesz = field(image, at, 32, 16, 0);
	s.memsz = field(image, at, 40, 20, 0);
	s.align = field(image, at, 48, 28, 0);
	return s;
}

struct section
image_section(const struct image *image, uint32_t i)
{
	const uint64_t at =
	    image->shoff + (uint64_t)i * (image->narrow ? 40 : 64);
	struct section s;

	s.name = (uint32_t)field(image, at, 0, 0, 4);
	s.type = (uint32_t)field(image, at, 4, 4, 4);
	s.offset = field(image, at, 24, 16, 0);
	s.size = field(image, at, 32, 20, 0);
	s.align = field(image, at, 48, 32, 0);
	return s;
}

/* ---- where the parts lie: in memory, and by name */

const char *
image_name(const struct image *image, const struct section *section,
    char name[IMAGE_NAME])
{
	struct section names;
	uint32_t i = 0;
	char c;

	if (image->shstrndx < image->section_count) {
		names = image_section(image, image->shstrndx);
		for (; i < IMAGE_NAME - 1; i++) {
			c = (char)image_number(
			    image, names.offset + section->name + i, 1);
			if (c <= ' ' || c > '~')
				break;
			name[i] = c;
		}
	}
	name[i] = '\0';
	return name;
}

bool
image_covers(const struct image *image, uint64_t paddr)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < image->segment_count; i++) {
		s = image_segment(image, i);
		if (s.type == IMAGE_PT_LOAD && paddr >= s.paddr &&
		    paddr - s.paddr < s.filesz)
			return true;
	}
	return false;
}

static int
by_paddr(const void *a, const void *b)
{
	const struct segment *one = a, *other = b;

	if (one->paddr != other->paddr)
		return one->paddr < other->paddr ? -1 : 1;
	return one->index < other->index ? -1 : 1;
}

bool
image_overlap(const struct image *image, uint32_t *one, uint32_t *other)
{
	struct segment *sorted =
	    calloc((size_t)image->segment_count + 1, sizeof(*sorted));
	const struct segment *s;
	uint32_t count = 0, i;
	bool found = false;

	if (sorted == NULL)
		abort();
	for (i = 0; i < image->segment_count; i++) {
		sorted[count] = image_segment(image, i);
		if (sorted[count].type == IMAGE_PT_LOAD &&
		    sorted[count].filesz != 0)
			count++;
	}
	qsort(sorted, count, sizeof(*sorted), by_paddr);
	for (i = 1; i < count && !found; i++) {
		s = &sorted[i - 1];
		found = s[1].paddr - s->paddr < s->filesz;
		*one = s[0].index;
		*other = s[1].index;
	}
	free(sorted);
	return found;
}
