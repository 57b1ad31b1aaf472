/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: note_read
 * property: reads the file; the next note is behind
 * bound: p_align 0, 1, 4, 8
 * stub: image_number:number_any
 */
#include "prove.h"
#include "boot/check/note.h"

bool
image_has(const struct image *f, uint64_t offset, uint64_t size)
{
	return offset <= f->size && size <= f->size - offset;
}

uint64_t
number_any(const struct image *f, uint64_t offset, uint32_t size)
{
	PROVE(image_has(f, offset, size), "in the file");
	return nondet_uint64_t() >> (64 - 8 * size);
}

#include "boot/check/note.c"

static void
prove_align(const struct image *image, uint64_t at, uint64_t align)
{
	struct note note;

	if (!note_read(image, at, align, &note)) {
		PROVE(at > image->size || image->size - at < 12 || align == 0,
		    "none is there");
		REACHED("none");
		return;
	}
	PROVE(at <= image->size && image->size - at >= 12, "a header");
	PROVE(note.name == at + 12 && note.desc >= note.name &&
		note.next >= note.desc && note.next - at <= 1ull << 34,
	    "it goes on, and nothing wraps");
	PROVE(note.desc - note.name >= note.namesz &&
		note.next - note.desc >= note.descsz &&
		note.desc - note.name < note.namesz + align,
	    "padded up, by less than align");
	REACHED("a note");
}

void
proof(void)
{
	struct image image;
	uint64_t at = nondet_uint64_t();
	uint32_t which = nondet_uint32_t();

	ASSUME(image.size <= 1ull << 40);
	if (which == 0)
		prove_align(&image, at, 0);
	else if (which == 1)
		prove_align(&image, at, 1);
	else if (which == 2)
		prove_align(&image, at, 4);
	else
		prove_align(&image, at, 8);
}
