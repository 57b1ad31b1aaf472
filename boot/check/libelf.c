/* SPDX-License-Identifier: BSD-2-Clause */
/* libelf-loader.c and libelf-dominfo.c of Xen. */
#include "libelf.h"

static bool
read_segments(const struct image *f, struct row *row, struct libelf *xen)
{
	struct segment s;
	uint32_t i;

	xen->start = UINT64_MAX;
	xen->end = 0;
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_LOAD || (s.flags & 7) == 0)
			continue;
		if (s.paddr < xen->start)
			xen->start = s.paddr;
		if (s.paddr + s.memsz > xen->end)
			xen->end = s.paddr + s.memsz;
	}
	return xen->end != 0 || check_loads(f, row);
}

static bool
read_notes(const struct image *f, struct row *row, struct libelf *xen)
{
	note_xen(f, &xen->notes);
	if (!xen->notes.has[NOTE_ENTRY])
		return missing_note(f, row);
	row->entry = (uint32_t)xen->notes.value[NOTE_ENTRY];
	return xen->notes.descsz[NOTE_ENTRY] == 4 ||
	    xen->notes.descsz[NOTE_ENTRY] == 8 ||
	    row_no(row, RULE_NOTE_SIZE,
		"descsz is %u, and the entry is read as 0x%llx",
		xen->notes.descsz[NOTE_ENTRY], (unsigned long long)row->entry);
}

bool
libelf_bounds(const struct image *f, struct row *row, const struct libelf *xen)
{
	if (row->entry < xen->start || row->entry > xen->end)
		return row_no(row, RULE_ENTRY_OUTSIDE,
		    "the entry is 0x%llx, the kernel 0x%llx-0x%llx",
		    (unsigned long long)row->entry,
		    (unsigned long long)xen->start,
		    (unsigned long long)xen->end);
	if (xen->notes.has[LIBELF_INIT_P2M] &&
	    xen->notes.value[LIBELF_INIT_P2M] >= xen->start &&
	    xen->notes.value[LIBELF_INIT_P2M] < xen->end)
		return row_no(row, RULE_LEGACY_NOTES,
		    "INIT_P2M is 0x%llx, in the kernel",
		    (unsigned long long)xen->notes.value[LIBELF_INIT_P2M]);
	return check_entry(f, row);
}

bool
libelf_offset(struct row *row, const struct libelf *xen)
{
	return !xen->notes.has[LIBELF_PADDR_OFFSET] ||
	    xen->notes.has[LIBELF_VIRT_BASE] ||
	    row_no(row, RULE_LEGACY_NOTES, "PADDR_OFFSET without VIRT_BASE");
}

bool
libelf_virtual(const struct image *f, struct row *row, const struct libelf *xen)
{
	const struct note_xen *notes = &xen->notes;
	const uint64_t base =
	    notes->has[LIBELF_VIRT_BASE] ? notes->value[LIBELF_VIRT_BASE] : 0;
	const uint64_t offset = base -
	    (notes->has[LIBELF_PADDR_OFFSET] ? notes->value[LIBELF_PADDR_OFFSET]
					     : 0);
	const uint64_t start = xen->start + offset, end = xen->end + offset;
	const uint64_t entry =
	    notes->has[LIBELF_ENTRY] ? notes->value[LIBELF_ENTRY] : f->entry;

	if (start <= end && entry >= start && entry <= end && base <= start)
		return true;
	if (!notes->has[LIBELF_VIRT_BASE])
		return row_no(row, RULE_LEGACY_NOTES,
		    "no VIRT_BASE, and e_entry is 0x%llx",
		    (unsigned long long)entry);
	return row_no(row, RULE_LEGACY_NOTES,
	    "VIRT_BASE 0x%llx, e_entry 0x%llx", (unsigned long long)base,
	    (unsigned long long)entry);
}

bool
libelf_parse(const struct image *f, struct row *row, struct libelf *xen)
{
	if (!check_unpacked(f, row))
		return false;
	if (!check_elf(f, row)) {
		if (row->rule == RULE_BZIMAGE) {
			row->answer = ANSWER_ELSE;
			row->remark = "Xen boots the vmlinux in it";
		}
		return false;
	}
	return check_little_endian(f, row) && check_x86(f, row) &&
	    check_programs(f, row) && check_program_size(f, row) &&
	    check_sections(f, row) && check_note_count(f, row) &&
	    read_segments(f, row, xen) && check_features(f, row, false) &&
	    read_notes(f, row, xen);
}
