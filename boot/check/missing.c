/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a loader found no note: the first of these that is so. */
#include <string.h>
#include "check.h"

#define PLACES 256

bool
check_note_count(const struct image *f, struct row *row)
{
	uint32_t count = 0, i;

	for (i = 0; i < f->segment_count; i++)
		count += image_segment(f, i).type == IMAGE_PT_NOTE;
	for (i = 0; i < f->section_count; i++)
		count += image_section(f, i).type == IMAGE_SHT_NOTE;
	return count <= PLACES ||
	    row_no(row, RULE_NOTE_COUNT, "%u of them", count);
}

/* A section in a PT_NOTE that is not a note. */
static bool
is_orphan(const struct image *f, const struct section *sh)
{
	struct segment s;
	uint32_t i;

	if (sh->type == IMAGE_SHT_NOTE || sh->type == IMAGE_SHT_NOBITS ||
	    sh->type == 0 || sh->size == 0)
		return false;
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_NOTE && sh->offset >= s.offset &&
		    sh->offset - s.offset < s.filesz)
			return true;
	}
	return false;
}

bool
check_orphans(const struct image *f, struct row *row)
{
	char name[IMAGE_NAME];
	struct section sh;
	uint32_t i, notes = 0;

	for (i = 0; i < f->segment_count; i++)
		notes += image_segment(f, i).type == IMAGE_PT_NOTE;
	for (i = 1; notes != 0 && i < f->section_count; i++) {
		sh = image_section(f, i);
		if (is_orphan(f, &sh) &&
		    strncmp(image_name(f, &sh, name), ".note", 5) != 0)
			return row_no(row, RULE_NOTE_ORPHAN,
			    "section %s lies in a PT_NOTE", name);
	}
	return true;
}

/* What the notes in one place are, all padded to 4. */
struct seen {
	uint32_t notes;
	uint64_t entry_owner; /* where the name of one of type 18 is; or 0 */
	uint32_t xen_type;    /* of a note of Xen's that is of another type */
	bool right;           /* there is one of type 18 of Xen's */
	struct note note;     /* that one */
	uint64_t align;       /* p_align, where it is */
};

static void
look(const struct image *f, uint64_t offset, uint64_t size, uint64_t align,
    struct seen *seen)
{
	struct note n;
	uint64_t at;

	for (at = offset; at - offset < size && seen->notes < NOTE_MOST;
	     at = n.next) {
		if (!note_read(f, at, 4, &n))
			return;
		seen->notes++;
		if (n.type == NOTE_ENTRY && image_string(f, n.name, "Xen")) {
			seen->right = true;
			seen->note = n;
			seen->align = align;
		} else if (n.type == NOTE_ENTRY) {
			seen->entry_owner = n.name;
		} else if (image_string(f, n.name, "Xen")) {
			seen->xen_type = n.type;
		}
	}
}

static bool
in_sections(const struct image *f, struct row *row)
{
	char name[IMAGE_NAME];
	struct section sh;
	struct seen seen;
	uint32_t i;

	for (i = 1; i < f->section_count; i++) {
		sh = image_section(f, i);
		image_name(f, &sh, name);
		seen = (struct seen){ 0 };
		if (sh.type == IMAGE_SHT_NOTE)
			look(f, sh.offset, sh.size, sh.align, &seen);
		if (seen.right)
			return row_no(row, RULE_NOTE_SECTION,
			    "section %s is in no PT_NOTE", name);
		if (sh.type == IMAGE_SHT_PROGBITS &&
		    strncmp(name, ".note", 5) == 0)
			return row_no(row, RULE_NOTE_SECTION,
			    "section %s is PROGBITS, not a note", name);
	}
	return true;
}

/* It is there, and yet the loader does not find it. */
static bool
not_right(const struct image *f, struct row *row, const struct seen *seen)
{
	const struct note *n = &seen->note;

	if (n->namesz != 4)
		return row_no(row, RULE_NOTE_OWNER, "namesz is %u", n->namesz);
	if (n->descsz != 4 && n->descsz != 8)
		return row_no(row, RULE_NOTE_SIZE, "descsz is %u", n->descsz);
	if (image_number(f, n->desc, 4) == 0)
		return row_no(row, RULE_ENTRY_OUTSIDE, "the entry is 0");
	return row_no(row, RULE_NOTE_ALIGN, "p_align is %llu, so it is missed",
	    (unsigned long long)seen->align);
}

static bool
wrong_owner(const struct image *f, struct row *row, uint64_t at)
{
	char owner[8];
	uint32_t i;

	for (i = 0; i < sizeof(owner) - 1; i++) {
		owner[i] = (char)image_number(f, at + i, 1);
		if (owner[i] < ' ' || owner[i] > '~')
			break;
	}
	owner[i] = '\0';
	return row_no(row, RULE_NOTE_OWNER, "the owner is \"%s\"", owner);
}

bool
missing_note(const struct image *f, struct row *row)
{
	struct seen seen = { 0 };
	uint32_t i, places = 0;
	struct segment s;

	if (!check_orphans(f, row))
		return false;
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_NOTE)
			continue;
		places++;
		look(f, s.offset, s.filesz, s.align, &seen);
	}
	if (seen.right)
		return not_right(f, row, &seen);
	if (seen.entry_owner != 0)
		return wrong_owner(f, row, seen.entry_owner);
	if (seen.xen_type != 0)
		return row_no(row, RULE_NOTE_TYPE,
		    "the owner is \"Xen\", and the type %u", seen.xen_type);
	if (!in_sections(f, row))
		return false;
	if (places == 0)
		return row_no(row, RULE_NOTE_MISSING,
		    "no PT_NOTE, no note section with one");
	return row_no(
	    row, RULE_NOTE_MISSING, "%u PT_NOTE, none with one", places);
}
