/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the file's parts lie: in memory, and by name. */
#include <stdlib.h>
#include "image.h"

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
image_covers(const struct image *image, uint64_t paddr, uint64_t size)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < image->segment_count; i++) {
		s = image_segment(image, i);
		if (s.type == IMAGE_PT_LOAD && paddr >= s.paddr &&
		    paddr - s.paddr <= s.memsz &&
		    size <= s.memsz - (paddr - s.paddr))
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
