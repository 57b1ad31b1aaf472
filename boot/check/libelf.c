/* SPDX-License-Identifier: BSD-2-Clause */
/* libelf-loader.c and libelf-dominfo.c of Xen. */
#include "libelf.h"
#include <string.h>

static bool
read_segments(const struct image *f, struct row *row, struct libelf *xen)
{
	struct segment s;
	uint32_t i;

	xen->start = UINT64_MAX;
	xen->end = 0;
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_LOAD)
			continue;
		if ((s.flags & 7) == 0 && s.memsz != 0)
			return row_no(row, RULE_SEGMENT_FLAGS,
			    "program header %u: p_flags is 0x%x", i, s.flags);
		if ((s.flags & 7) == 0)
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
	if (!check_below(f, row, 1ull << 32))
		return false;
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
	return check_little_endian(f, row) && check_programs(f, row) &&
	    check_program_size(f, row) && check_sections(f, row) &&
	    check_note_count(f, row) && read_segments(f, row, xen) &&
	    check_features(f, row, false) && read_notes(f, row, xen);
}

/* ---- FEATURES notes: names between bars, those with a "!" required */

#define FEATURES 10
#define LONGEST  64 /* of a name in libelf */

static bool
is_known(const char *name)
{
	static const char *const known[] = { "writable_page_tables",
		"writable_descriptor_tables", "auto_translated_physmap",
		"supervisor_mode_kernel", "pae_pgdir_above_4gb",
		"hvm_callback_vector", "dom0" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

/* Takes the next name; false at the end of the string. */
static bool
next_name(const struct image *f, uint64_t *at, char name[LONGEST])
{
	uint32_t length = 0;
	char c;

	for (; length < LONGEST - 1; length++) {
		c = (char)image_number(f, *at, 1);
		if (c == '\0')
			break;
		++*at;
		if (c == '|')
			break;
		name[length] = c >= ' ' && c <= '~' ? c : '?';
	}
	name[length] = '\0';
	return length != 0 || image_number(f, *at, 1) != 0;
}

bool
check_features(const struct image *f, struct row *row, bool domu)
{
	struct note_xen notes;
	char name[LONGEST];
	uint64_t at;

	note_xen(f, &notes);
	at = notes.desc[FEATURES];
	while (notes.has[FEATURES] && next_name(f, &at, name)) {
		if (name[0] != '!')
			continue;
		if (!is_known(name + 1) ||
		    (domu && strcmp(name + 1, "dom0") == 0))
			return row_no(row, RULE_FEATURES, "\"%s\"", name);
	}
	return true;
}
