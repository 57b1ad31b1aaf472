/* SPDX-License-Identifier: BSD-2-Clause */
#include "note.h"

#define HEADER 12

static uint64_t
up(uint64_t size, uint64_t align)
{
	return (size + align - 1) / align * align;
}

bool
note_read(
    const struct image *image, uint64_t at, uint64_t align, struct note *note)
{
	if (!image_has(image, at, HEADER) || align == 0 || align > UINT32_MAX)
		return false;
	note->namesz = (uint32_t)image_number(image, at, 4);
	note->descsz = (uint32_t)image_number(image, at + 4, 4);
	note->type = (uint32_t)image_number(image, at + 8, 4);
	note->name = at + HEADER;
	note->desc = note->name + up(note->namesz, align);
	note->next = note->desc + up(note->descsz, align);
	return true;
}

/*
 * Each step is compared with the segment's size, not their sum: the walk leaves
 * a segment without such a note, and ends at the first step that is too far.
 */
enum note_found
note_qemu(const struct image *image, const struct segment *s,
    struct note_result *result)
{
	struct note *n = &result->note;
	uint64_t at = s->offset;

	if (s->filesz == 0)
		return NOTE_NONE;
	for (; note_read(image, at, s->align, n); at = n->next) {
		if (n->type == NOTE_ENTRY) {
			if (!image_has(image, n->desc, image->narrow ? 4 : 8))
				return NOTE_BROKEN;
			result->entry =
			    image_number(image, n->desc, image->narrow ? 4 : 8);
			return NOTE_HERE;
		}
		if (n->next - at > s->filesz)
			return NOTE_NONE;
	}
	return NOTE_BROKEN;
}

enum note_found
note_stratovirt(const struct image *image, const struct segment *s,
    struct note_result *result)
{
	struct note *n = &result->note;
	uint64_t at = s->offset;

	for (; at - s->offset < s->filesz; at = n->next) {
		if (!note_read(image, at, s->align, n))
			return NOTE_BROKEN;
		if (n->type != NOTE_ENTRY)
			continue;
		if (!image_has(image, n->desc, 8))
			return NOTE_BROKEN;
		result->entry = image_number(image, n->desc, 8);
		return NOTE_HERE;
	}
	return NOTE_NONE;
}

enum note_found
note_rust(const struct image *image, const struct segment *s,
    struct note_result *result)
{
	struct note *n = &result->note;
	uint64_t at = s->offset;

	for (; at - s->offset < s->filesz; at = n->next) {
		if (!note_read(image, at, 4, n))
			return NOTE_BROKEN;
		if (n->type != NOTE_ENTRY || n->namesz != 4 ||
		    !image_string(image, n->name, "Xen"))
			continue;
		if (n->descsz < 4)
			return NOTE_SHORT;
		if (!image_has(image, n->desc, 4))
			return NOTE_BROKEN;
		result->entry = image_number(image, n->desc, 4);
		return NOTE_HERE;
	}
	return NOTE_NONE;
}

enum note_found
note_alioth(const struct image *image, uint64_t offset, uint64_t size,
    uint64_t align, struct note_result *result)
{
	struct note *n = &result->note;
	uint64_t at = offset;

	if (align == 0)
		align = 1;
	for (; at - offset < size; at = n->next) {
		if (!note_read(image, at, align, n))
			return NOTE_BROKEN;
		if (n->type != NOTE_ENTRY || (n->descsz != 4 && n->descsz != 8))
			continue;
		if (!image_has(image, n->desc, n->descsz))
			return NOTE_BROKEN;
		result->entry = image_number(image, n->desc, n->descsz);
		return NOTE_HERE;
	}
	return NOTE_NONE;
}
