/* SPDX-License-Identifier: BSD-2-Clause */
/* GRUB's kfreebsd: loader/i386/bsd.c, bsdXX.c and kern/elfXX.c. */
#include "native.h"

#define GRUB_MASK 0x0fffffffull

static bool
check_symbols(const struct image *f, struct row *row)
{
	uint32_t i;

	for (i = 0; i < f->section_count; i++)
		if (image_section(f, i).type == IMAGE_SHT_SYMTAB)
			return true;
	return row_no(
	    row, RULE_SYMTAB, "%u sections, none of them", f->section_count);
}

/* GRUB takes 28 bits of p_paddr; the kernel expects what p_vaddr maps to. */
static bool
check_28_bits(const struct image *f, struct row *row)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type != IMAGE_PT_LOAD)
			continue;
		if (s.memsz == 0 && (s.paddr & GRUB_MASK) < MIB)
			return row_no(
			    row, RULE_SEGMENT_EMPTY, "program header %u", i);
		if ((s.vaddr & NATIVE_GIB) != (s.paddr & GRUB_MASK))
			return row_no(row, RULE_PADDR_BASE,
			    "program header %u: p_paddr is 0x%llx", i,
			    (unsigned long long)s.paddr);
		if ((s.paddr & GRUB_MASK) < MIB)
			return row_no(row, RULE_PADDR_LOW,
			    "program header %u: p_paddr is 0x%llx", i,
			    (unsigned long long)s.paddr);
	}
	return true;
}

/* It takes an ELF32 file, too, but as an i386 kernel. */
static bool
check_class(const struct image *f, struct row *row)
{
	if (!f->narrow)
		return check_elf64(f, row);
	row->remark = "enters it in 32 bits, as FreeBSD's i386 kernel";
	return row_else(row, RULE_ELF_CLASS, "ELF32");
}

/* Its modules unpack gzip, which row_make() does, xz and lzop. */
static bool
check_packing(const struct image *f, struct row *row)
{
	if (check_unpacked(f, row))
		return true;
	if (image_number(f, 0, 2) == 0x37fd) {
		row->answer = ANSWER_ELSE;
		row->remark = "GRUB unpacks it; what is in it decides";
	}
	return false;
}

void
row_grub(const struct image *f, struct row *row)
{
	if (check_packing(f, row) && check_elf(f, row) &&
	    check_version(f, row) && check_little_endian(f, row) &&
	    check_class(f, row) && check_programs(f, row) &&
	    check_program_size(f, row) && check_loads(f, row) &&
	    check_28_bits(f, row) && check_in_file(f, row) &&
	    check_sizes(f, row) && check_sections(f, row) &&
	    check_symbols(f, row) && native_executable(f, row) &&
	    native_entry(f, row))
		row->remark = NATIVE_REMARK;
}
