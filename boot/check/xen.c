/* SPDX-License-Identifier: BSD-2-Clause */
/* Xen: libelf, and what the builders of a domU and of dom0 want besides. */
#include "check.h"

/* Types of notes (public/elfnote.h), and what is below a domU's devices. */
enum { ENTRY = 1, VIRT_BASE = 3, PADDR_OFFSET = 4, INIT_P2M = 15, RELOC = 19 };
#define DOMU_END 0xf0000000ull
#define DOM0_LOW 0x9f000ull /* where RAM below 1 MiB ends */

/* What libelf loads: from the lowest p_paddr to the highest end. */
struct xen {
	struct note_xen notes;
	uint64_t start, end;
};

static bool
read_segments(const struct image *f, struct row *row, struct xen *xen)
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
read_notes(const struct image *f, struct row *row, struct xen *xen)
{
	note_xen(f, &xen->notes);
	if (!xen->notes.has[NOTE_ENTRY])
		return missing_note(f, row);
	row->entry = (uint32_t)xen->notes.value[NOTE_ENTRY];
	if (xen->notes.value[NOTE_ENTRY] == 0)
		return row_no(row, RULE_NOTE_SIZE,
		    "descsz is %u, and the entry is read as 0",
		    xen->notes.descsz[NOTE_ENTRY]);
	return true;
}

/* libelf's addresses: those of physical memory, as paging is off. */
static bool
check_bounds(struct row *row, const struct xen *xen)
{
	if (row->entry < xen->start || row->entry > xen->end)
		return row_no(row, RULE_ENTRY_OUTSIDE,
		    "the entry is 0x%llx, the kernel 0x%llx-0x%llx",
		    (unsigned long long)row->entry,
		    (unsigned long long)xen->start,
		    (unsigned long long)xen->end);
	if (xen->notes.has[INIT_P2M] &&
	    xen->notes.value[INIT_P2M] >= xen->start &&
	    xen->notes.value[INIT_P2M] < xen->end)
		return row_no(row, RULE_LEGACY_NOTES,
		    "INIT_P2M is 0x%llx, in the kernel",
		    (unsigned long long)xen->notes.value[INIT_P2M]);
	return true;
}

/* Until 4.17: a PADDR_OFFSET wants a VIRT_BASE. */
static bool
check_offset(struct row *row, const struct xen *xen)
{
	return !xen->notes.has[PADDR_OFFSET] || xen->notes.has[VIRT_BASE] ||
	    row_no(row, RULE_LEGACY_NOTES, "PADDR_OFFSET without VIRT_BASE");
}

/* Until 4.15: the addresses are virtual ones, and e_entry or ENTRY is among
 * them.
 */
static bool
check_virtual(const struct image *f, struct row *row, const struct xen *xen)
{
	const struct note_xen *notes = &xen->notes;
	const uint64_t base =
	    notes->has[VIRT_BASE] ? notes->value[VIRT_BASE] : 0;
	const uint64_t offset =
	    base - (notes->has[PADDR_OFFSET] ? notes->value[PADDR_OFFSET] : 0);
	const uint64_t start = xen->start + offset, end = xen->end + offset;
	const uint64_t entry =
	    notes->has[ENTRY] ? notes->value[ENTRY] : f->entry;

	if (start <= end && entry >= start && entry <= end && base <= start)
		return true;
	if (!notes->has[VIRT_BASE])
		return row_no(row, RULE_LEGACY_NOTES,
		    "no VIRT_BASE, and e_entry is 0x%llx",
		    (unsigned long long)entry);
	return row_no(row, RULE_LEGACY_NOTES,
	    "VIRT_BASE 0x%llx, e_entry 0x%llx", (unsigned long long)base,
	    (unsigned long long)entry);
}

static bool
parse(const struct image *f, struct row *row, struct xen *xen)
{
	if (!check_unpacked(f, row) || !check_elf(f, row)) {
		if (row->rule == RULE_PACKED || row->rule == RULE_BZIMAGE) {
			row->answer = ANSWER_ELSE;
			row->remark = "unpacked first; what is in it decides";
		}
		return false;
	}
	return check_little_endian(f, row) && check_x86(f, row) &&
	    check_programs(f, row) && check_program_size(f, row) &&
	    check_sections(f, row) && check_note_count(f, row) &&
	    read_segments(f, row, xen) && check_features(f, row, false) &&
	    read_notes(f, row, xen);
}

static bool
check_domu(const struct image *f, struct row *row, const struct xen *xen)
{
	if (!check_features(f, row, true))
		return false;
	if (xen->start % 4096 != 0)
		return row_no(row, RULE_PADDR_ALIGN,
		    "the lowest p_paddr is 0x%llx",
		    (unsigned long long)xen->start);
	return check_in_file(f, row) && check_sizes(f, row) &&
	    check_overlap(f, row) && check_below(f, row, DOMU_END);
}

void
row_xen_414(const struct image *f, struct row *row)
{
	struct xen xen;

	(void)(parse(f, row, &xen) && check_offset(row, &xen) &&
	    check_virtual(f, row, &xen) && check_domu(f, row, &xen) &&
	    check_entry(f, row));
}

void
row_xen_domu(const struct image *f, struct row *row)
{
	struct xen xen;

	if (!parse(f, row, &xen))
		return;
	if (!check_offset(row, &xen))
		row->remark = "4.18 and later boot it";
	else
		(void)(check_bounds(row, &xen) && check_domu(f, row, &xen));
}

/* dom0's memory looks like the host's: there is a hole below 1 MiB. */
static bool
check_dom0(const struct image *f, struct row *row, const struct xen *xen)
{
	if (!check_in_file(f, row) || !check_sizes(f, row) ||
	    !check_overlap(f, row) || !check_below(f, row, DOMU_END))
		return false;
	return xen->end <= DOM0_LOW || check_above_1_mib(f, row);
}

void
row_xen_dom0_417(const struct image *f, struct row *row)
{
	struct xen xen;

	if (!parse(f, row, &xen))
		return;
	if (!check_offset(row, &xen))
		row->remark = "4.18 boots it";
	else
		(void)(check_bounds(row, &xen) && check_dom0(f, row, &xen));
}

/* Since 4.19 all of the kernel, gaps included, has to lie in one piece of RAM.
 */
void
row_xen_dom0(const struct image *f, struct row *row)
{
	struct xen xen;

	if (!parse(f, row, &xen) || !check_bounds(row, &xen) ||
	    !check_dom0(f, row, &xen))
		return;
	if (xen.start < MIB && xen.end > DOM0_LOW && !xen.notes.has[RELOC])
		row_no(row, RULE_SEGMENT_EMPTY,
		    "the kernel reaches from 0x%llx to 0x%llx",
		    (unsigned long long)xen.start, (unsigned long long)xen.end);
}
