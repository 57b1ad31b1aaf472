/* SPDX-License-Identifier: BSD-2-Clause */
/* Firecracker, Cloud Hypervisor and libkrun: the crate linux-loader. */
#include "check.h"

#define RAM_END 0xc0000000ull /* their RAM below 4 GiB ends at 3 GiB */

static bool
check_header(const struct image *f, struct row *row, uint64_t floor)
{
	if (f->phoff < 64)
		return row_no(row, RULE_PHDR_PLACE, "e_phoff is 0x%llx",
		    (unsigned long long)f->phoff);
	return f->entry >= floor ||
	    row_no(row, RULE_E_ENTRY_LOW, "e_entry is 0x%llx",
		(unsigned long long)f->entry);
}

/* Each PT_NOTE's result replaces the one before, also if it is that of none. */
static bool
find_note(const struct image *f, struct row *row)
{
	struct note_result result;
	bool found = false, ever = false;
	uint32_t i, last = 0;
	struct segment s;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_NOTE)
			continue;
		last = i;
		switch (note_rust(f, &s, &result)) {
		case NOTE_HERE:
			row->entry = result.entry;
			found = ever = true;
			break;
		case NOTE_SHORT:
			return row_no(row, RULE_NOTE_SIZE, "descsz is %u",
			    result.note.descsz);
		case NOTE_BROKEN:
			return row_no(row, RULE_NOTE_BOUNDS,
			    "program header %u: 0x%llx bytes at 0x%llx", i,
			    (unsigned long long)s.filesz,
			    (unsigned long long)s.offset);
		default:
			found = false;
		}
	}
	if (ever && !found)
		return row_no(row, RULE_NOTE_LAST,
		    "the last PT_NOTE, program header %u, has none", last);
	return found || missing_note(f, row);
}

bool
check_linux_loader(const struct image *f, struct row *row, uint64_t floor)
{
	return check_unpacked(f, row) && check_elf(f, row) &&
	    check_little_endian(f, row) && check_elf64(f, row) &&
	    check_program_size(f, row) && check_header(f, row, floor) &&
	    check_programs(f, row) && check_note_count(f, row) &&
	    check_in_file(f, row) && check_sizes(f, row) &&
	    check_wraps(f, row) && check_below(f, row, RAM_END) &&
	    check_loads(f, row) && check_above_1_mib(f, row) &&
	    find_note(f, row) && check_entry(f, row);
}

static bool
is_about_notes(enum rule rule)
{
	return rule >= RULE_NOTE_MISSING && rule <= RULE_NOTE_ORPHAN &&
	    rule != RULE_NOTE_SIZE;
}

void
row_firecracker(const struct image *f, struct row *row)
{
	if (check_linux_loader(f, row, MIB) || !is_about_notes(row->rule))
		return;
	row->answer = ANSWER_ELSE;
	row->remark = "boots it as Linux, in 64 bits at e_entry";
}

void
row_cloud_hypervisor(const struct image *f, struct row *row)
{
	if (!check_linux_loader(f, row, MIB) && row->rule == RULE_BZIMAGE)
		row->answer = ANSWER_ELSE;
}

void
row_libkrun(const struct image *f, struct row *row)
{
	(void)check_linux_loader(f, row, 0);
}
