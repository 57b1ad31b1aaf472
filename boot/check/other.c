/* SPDX-License-Identifier: BSD-2-Clause */
/* StratoVirt and alioth, which have readers of their own. */
#include "check.h"

#define RAM_END 0x80000000ull

static bool
check_common(const struct image *f, struct row *row)
{
	return check_unpacked(f, row) && check_elf(f, row) &&
	    check_little_endian(f, row) && check_elf64(f, row) &&
	    check_programs(f, row) && check_note_count(f, row) &&
	    check_in_file(f, row) && check_sizes(f, row) &&
	    check_wraps(f, row) && check_loads(f, row) &&
	    check_above_1_mib(f, row) && check_below(f, row, RAM_END);
}

static bool
bad_align(struct row *row, const struct segment *s)
{
	return row_no(row, RULE_NOTE_ALIGN,
	    "program header %u: p_align is %llu", s->index,
	    (unsigned long long)s->align);
}

static bool
out_of_file(struct row *row, const struct segment *s)
{
	return row_no(row, RULE_NOTE_BOUNDS,
	    "program header %u: 0x%llx bytes at 0x%llx", s->index,
	    (unsigned long long)s->filesz, (unsigned long long)s->offset);
}

/* A result counts if it is the entry that the note has when padded to 4. */
static bool
take(const struct image *f, struct row *row, const struct segment *s,
    const struct note_result *result)
{
	const struct note *n = &result->note;
	const uint64_t meant =
	    image_number(f, n->name + (n->namesz + 3ull) / 4 * 4, 4);

	row->entry = (uint32_t)result->entry;
	return image_covers(f, row->entry) || row->entry == meant ||
	    bad_align(row, s);
}

static bool
stratovirt_note(const struct image *f, struct row *row)
{
	struct note_result result;
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_NOTE || s.filesz == 0)
			continue;
		if (s.align == 0)
			return bad_align(row, &s);
		switch (note_stratovirt(f, &s, &result)) {
		case NOTE_HERE:
			if (!take(f, row, &s, &result))
				return false;
			break;
		case NOTE_BROKEN:
			return out_of_file(row, &s);
		default:
			break;
		}
	}
	return row->entry != 0 || missing_note(f, row);
}

void
row_stratovirt(const struct image *f, struct row *row)
{
	(void)(check_common(f, row) && stratovirt_note(f, row) &&
	    check_entry(f, row));
}

/* The first one counts, in segments before sections. */
static bool
alioth_note(const struct image *f, struct row *row)
{
	struct note_result result;
	enum note_found found = NOTE_NONE;
	struct segment s = { 0 };
	struct section sh;
	uint32_t i;

	for (i = 0; i < f->segment_count && found == NOTE_NONE; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_NOTE)
			continue;
		if ((s.align & (s.align - 1)) != 0)
			return bad_align(row, &s);
		found = note_alioth(f, s.offset, s.filesz, s.align, &result);
	}
	for (i = 0; i < f->section_count && found == NOTE_NONE; i++) {
		sh = image_section(f, i);
		if (sh.type != IMAGE_SHT_NOTE)
			continue;
		s.align = sh.align;
		s.offset = sh.offset;
		s.filesz = sh.size;
		if ((s.align & (s.align - 1)) != 0)
			return bad_align(row, &s);
		found = note_alioth(f, sh.offset, sh.size, sh.align, &result);
	}
	if (found == NOTE_HERE)
		return take(f, row, &s, &result);
	if (found == NOTE_BROKEN)
		return out_of_file(row, &s);
	return missing_note(f, row);
}

/* All segments are loaded that have bytes, whatever their types. */
static bool
alioth_places(const struct image *f, struct row *row)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.filesz != 0 &&
		    (s.paddr > RAM_END || s.filesz > RAM_END - s.paddr))
			return row_no(row, RULE_NOTE_PLACE,
			    "program header %u: p_paddr is 0x%llx", i,
			    (unsigned long long)s.paddr);
	}
	return true;
}

void
row_alioth(const struct image *f, struct row *row)
{
	(void)(check_common(f, row) && alioth_places(f, row) &&
	    alioth_note(f, row) && check_entry(f, row));
}
