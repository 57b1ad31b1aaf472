/* SPDX-License-Identifier: BSD-2-Clause */
/* QEMU's -kernel: x86_load_linux(), load_multiboot(), load_elfboot(). */
#include "check.h"

#define RAM_END 0xb0000000ull /* as far as a q35's RAM goes below 4 GiB */

static bool
check_flags(const struct image *f, struct row *row)
{
	return (f->flags & 0x10004) == 0 ||
	    row_no(row, RULE_ELF_FLAGS, "e_flags is 0x%x", f->flags);
}

/* What the note says if it is padded to 4, as it should be. */
static uint64_t
meant(const struct image *f, const struct note *n)
{
	return image_number(f, n->name + (n->namesz + 3ull) / 4 * 4, 4);
}

static bool
read_segment(const struct image *f, struct row *row, const struct segment *s)
{
	struct note_result result;

	if (!image_has(f, s->offset, s->filesz) && s->filesz != 0)
		return row_no(row, RULE_NOTE_BOUNDS,
		    "program header %u: 0x%llx bytes at 0x%llx", s->index,
		    (unsigned long long)s->filesz,
		    (unsigned long long)s->offset);
	if (s->align == 0 && s->filesz != 0)
		return row_no(row, RULE_NOTE_ALIGN,
		    "program header %u: p_align is 0", s->index);
	switch (note_qemu(f, s, &result)) {
	case NOTE_HERE:
		row->entry = (uint32_t)result.entry;
		return image_covers(f, row->entry) ||
		    row->entry == meant(f, &result.note) ||
		    row_no(row, RULE_NOTE_ALIGN,
			"p_align is %llu, so the entry is read as 0x%llx",
			(unsigned long long)s->align,
			(unsigned long long)row->entry);
	case NOTE_BROKEN:
		(void)missing_note(f, row);
		if (row->rule == RULE_NOTE_ALIGN && s->align == 4)
			row_no(row, RULE_NOTE_BOUNDS,
			    "program header %u: the walk leaves the file",
			    s->index);
		else if (row->rule == RULE_NOTE_ALIGN)
			row_no(row, RULE_NOTE_ALIGN,
			    "p_align is %llu, so it is missed",
			    (unsigned long long)s->align);
		return false;
	default:
		return true;
	}
}

/* Of several notes the last one counts. */
static bool
find_note(const struct image *f, struct row *row)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_NOTE && !read_segment(f, row, &s))
			return false;
	}
	return row->entry != 0 || missing_note(f, row);
}

void
row_qemu(const struct image *f, struct row *row)
{
	if (!check_unpacked(f, row))
		return;
	if (!check_elf(f, row)) {
		if (row->rule == RULE_BZIMAGE)
			row->answer = ANSWER_ELSE;
		return;
	}
	(void)(check_multiboot1(f, row) && check_flags(f, row) &&
	    check_little_endian(f, row) && check_x86(f, row) &&
	    check_programs(f, row) && check_note_count(f, row) &&
	    check_in_file(f, row) && check_sizes(f, row) && find_note(f, row) &&
	    check_loads(f, row) && check_overlap(f, row) &&
	    check_above_1_mib(f, row) && check_wraps(f, row) &&
	    check_below(f, row, RAM_END) && check_entry(f, row));
}
