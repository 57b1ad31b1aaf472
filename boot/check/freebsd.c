/* SPDX-License-Identifier: BSD-2-Clause */
/* FreeBSD's loaders (stand/common/load_elf.c), and this project's for UEFI. */
#include "native.h"

#define FIRST_PAGE 4096

static bool
check_type(const struct image *f, struct row *row)
{
	if (f->machine != IMAGE_X86_64)
		return row_no(
		    row, RULE_ELF_MACHINE, "e_machine is %u", f->machine);
	return f->type == 2 ||
	    row_no(row, RULE_ELF_TYPE, "e_type is %u", f->type);
}

static bool
check_first_page(const struct image *f, struct row *row)
{
	return f->phoff + f->phnum * 56ull <= FIRST_PAGE ||
	    row_no(row, RULE_PHDR_PLACE, "they end at 0x%llx",
		(unsigned long long)(f->phoff + f->phnum * 56ull));
}

/* Each segment goes to p_vaddr without the upper 40 bits of e_entry. */
static bool
check_window(const struct image *f, struct row *row)
{
	const uint64_t base = f->entry & 0xffffffffff000000ull;
	struct segment s;
	uint32_t i;

	if ((base & NATIVE_GIB) != 0 || f->entry < FIRST_PAGE)
		return row_no(row, RULE_E_ENTRY_WINDOW, "e_entry is 0x%llx",
		    (unsigned long long)f->entry);
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD &&
		    (s.vaddr - base < MIB || s.vaddr - base > NATIVE_GIB))
			return row_no(row, RULE_E_ENTRY_WINDOW,
			    "program header %u: p_vaddr is 0x%llx", i,
			    (unsigned long long)s.vaddr);
	}
	return true;
}

void
row_freebsd(const struct image *f, struct row *row)
{
	if (check_unpacked(f, row) && check_elf(f, row) &&
	    check_elf64(f, row) && check_little_endian(f, row) &&
	    check_version(f, row) && check_type(f, row) &&
	    check_programs(f, row) && check_first_page(f, row) &&
	    check_loads(f, row) && check_window(f, row) &&
	    check_in_file(f, row) && native_executable(f, row) &&
	    native_entry(f, row))
		row->remark = NATIVE_REMARK;
}

void
row_loader_efi(const struct image *f, struct row *row)
{
	if (check_unpacked(f, row) && check_elf(f, row) &&
	    kit_elf(f, row, false) && native_entry(f, row))
		row->remark = NATIVE_REMARK;
}
