/* SPDX-License-Identifier: BSD-2-Clause */
/* What else is in the PT_NOTEs, and how many there are. */
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
