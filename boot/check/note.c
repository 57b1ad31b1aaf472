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

/* ---- libelf: all notes of all segments, or else of all note sections */

/* A number has 1, 2, 4 or 8 bytes; of any other size it is 0. */
static uint64_t
number(const struct image *image, const struct note *n)
{
	if (n->descsz != 1 && n->descsz != 2 && n->descsz != 4 &&
	    n->descsz != 8)
		return 0;
	return image_number(image, n->desc, n->descsz);
}

/* The owner is what stands there up to a NUL, whatever namesz says. */
static void
read_all(const struct image *image, uint64_t offset, uint64_t size,
    struct note_xen *notes)
{
	struct note n;
	uint64_t at = offset;

	for (; at - offset < size && notes->total < NOTE_MOST; at = n.next) {
		if (!note_read(image, at, 4, &n) || n.namesz > INT32_MAX ||
		    n.descsz > INT32_MAX)
			break;
		notes->total++;
		if (!image_string(image, n.name, "Xen"))
			continue;
		notes->count++;
		if (n.type >= NOTE_XEN_TYPES)
			continue;
		notes->has[n.type] = true;
		notes->value[n.type] = number(image, &n);
		notes->descsz[n.type] = n.descsz;
		notes->desc[n.type] = n.desc;
	}
}

void
note_xen(const struct image *image, struct note_xen *notes)
{
	struct segment s;
	struct section sh;
	uint32_t i;

	*notes = (struct note_xen){ 0 };
	for (i = 0; i < image->segment_count; i++) {
		s = image_segment(image, i);
		if (s.type == IMAGE_PT_NOTE && s.offset != 0)
			read_all(image, s.offset, s.filesz, notes);
	}
	if (notes->count > 0)
		return;
	for (i = 1; i < image->section_count; i++) {
		sh = image_section(image, i);
		if (sh.type == IMAGE_SHT_NOTE)
			read_all(image, sh.offset, sh.size, notes);
	}
}
