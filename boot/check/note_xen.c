/* SPDX-License-Identifier: BSD-2-Clause */
/* libelf's walk: all notes of all segments, or else of all note sections. */
#include "note.h"

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
