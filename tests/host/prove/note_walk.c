/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: note_qemu, note_rust, ...
 * property: ends, and what is found is in the file
 * bound: none
 * stub: note_read:note_any image_number:number_any
 * stub: image_string:string_any
 */
#include "prove.h"
#include "boot/check/image.h"
#include "boot/check/note.h"

bool
image_has(const struct image *f, uint64_t offset, uint64_t size)
{
	return offset <= f->size && size <= f->size - offset;
}

/* note_read.c: a header in the file, and the next note behind it. */
bool
note_any(const struct image *f, uint64_t from, uint64_t align, struct note *n)
{
	uint64_t name = nondet_uint64_t(), desc = nondet_uint64_t();

	if (!image_has(f, from, 12) || align == 0 || align > UINT32_MAX)
		return false;
	ASSUME(name <= 1ull << 33 && desc <= 1ull << 33);
	n->namesz = nondet_uint32_t();
	n->descsz = nondet_uint32_t();
	n->type = nondet_uint32_t();
	n->name = from + 12;
	n->desc = n->name + name;
	n->next = n->desc + desc;
	return true;
}

uint64_t
number_any(const struct image *f, uint64_t offset, uint32_t size)
{
	(void)f;
	(void)offset;
	(void)size;
	return nondet_uint64_t();
}

bool
string_any(const struct image *f, uint64_t offset, const char *string)
{
	(void)f;
	(void)offset;
	(void)string;
	return nondet_bool();
}

#include "boot/check/note.c"

static struct image file;
static struct segment place;
static struct note_result got;
static struct note_xen xen;

void
proof(void)
{
	enum note_found found;
	uint32_t which = nondet_uint32_t(), size = 4;

	file.size = nondet_uint64_t();
	file.narrow = nondet_bool();
	place.offset = nondet_uint64_t();
	place.filesz = nondet_uint64_t();
	place.align = nondet_uint64_t();
	xen.total = nondet_uint32_t();
	xen.count = nondet_uint32_t();
	ASSUME(file.size <= 1ull << 40);
	ASSUME(xen.total < NOTE_MOST && xen.count <= xen.total);
	if (which == 0) {
		found = note_qemu(&file, &place, &got);
		size = file.narrow ? 4 : 8;
	} else if (which == 1) {
		found = note_rust(&file, &place, &got);
	} else if (which == 2) {
		found = note_alioth(
		    &file, place.offset, place.filesz, place.align, &got);
		size = got.note.descsz;
	} else if (which == 3) {
		found = note_stratovirt(&file, &place, &got);
		size = 8;
	} else {
		read_all(&file, place.offset, place.filesz, &xen);
		PROVE(xen.total <= NOTE_MOST, "not for ever");
		REACHED("Xen's walk");
		return;
	}
	PROVE(found != NOTE_HERE || image_has(&file, got.note.desc, size),
	    "the entry is in the file");
	if (found == NOTE_HERE)
		REACHED("a note");
	else
		REACHED("none");
}
