/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loaders that enter a kernel at e_entry, in long mode and with FreeBSD's
 * metadata: GRUB's kfreebsd (loader/i386/bsd.c, bsdXX.c, kern/elfXX.c),
 * FreeBSD's own (stand/common/load_elf.c), and this project's for UEFI.
 */
#include "check.h"

#define GIB_MASK    0x3fffffffull /* they map the first GiB to each other */
#define GRUB_MASK   0x0fffffffull
#define FIRST_PAGE  4096
#define ROM         0xc0000ull /* up to 1 MiB, on a PC */
#define HANDED_OVER "entered at e_entry with FreeBSD's metadata"

static bool
check_executable(const struct image *f, struct row *row)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD && (s.flags & IMAGE_X) != 0 &&
		    f->entry >= s.vaddr && f->entry - s.vaddr < s.filesz)
			return true;
	}
	return row_no(row, RULE_E_ENTRY_OUTSIDE, "e_entry is 0x%llx",
	    (unsigned long long)f->entry);
}

bool
check_not_pvh(const struct image *f, struct row *row)
{
	struct note_xen notes;

	note_xen(f, &notes);
	return !notes.has[NOTE_ENTRY] ||
	    (uint32_t)notes.value[NOTE_ENTRY] != (f->entry & GIB_MASK) ||
	    row_no(
		row, RULE_NATIVE_ENTRY, "e_entry is PVH's entry, in 32 bits");
}

/* Whether e_entry is somebody else's: Limine's, Multiboot's, or PVH's. */
static bool
check_native(const struct image *f, struct row *row)
{
	uint32_t version;

	if (kit_is_limine(f))
		return row_else(
		    row, RULE_NATIVE_ENTRY, "it has a Limine request");
	for (version = 1; version <= 2; version++)
		if (kit_multiboot(f, version) && !kit_enters(f, version))
			return row_else(row, RULE_NATIVE_ENTRY,
			    "e_entry is Multiboot %u's, by its header",
			    version);
	return check_not_pvh(f, row);
}

static bool
check_symbols(const struct image *f, struct row *row)
{
	uint32_t i;

	for (i = 0; i < f->section_count; i++)
		if (image_section(f, i).type == IMAGE_SHT_SYMTAB)
			return true;
	return row_no(row, RULE_SYMTAB,
	    "%u sections, none of them a symbol table", f->section_count);
}

/* GRUB takes 28 bits of p_paddr; the kernel expects what p_vaddr maps to. */
static bool
check_28_bits(const struct image *f, struct row *row)
{
	struct segment s;
	uint64_t at;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		at = s.paddr & GRUB_MASK;
		if (s.type != IMAGE_PT_LOAD || s.memsz == 0)
			continue;
		if ((s.vaddr & GIB_MASK) != at)
			return row_no(row, RULE_PADDR_BASE,
			    "program header %u: p_paddr is 0x%llx", i,
			    (unsigned long long)s.paddr);
		if (at < MIB && (at >= ROM || s.memsz > ROM - at))
			return row_no(row, RULE_PADDR_LOW,
			    "program header %u: p_paddr is 0x%llx", i,
			    (unsigned long long)s.paddr);
	}
	return true;
}

/* GRUB goes where e_entry is mapped to, and asks for no flags. */
static bool
check_mapped(const struct image *f, struct row *row)
{
	const uint64_t entry = f->entry & GIB_MASK;
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD && entry >= (s.paddr & GRUB_MASK) &&
		    entry - (s.paddr & GRUB_MASK) < s.filesz)
			return true;
	}
	return row_no(row, RULE_E_ENTRY_OUTSIDE, "e_entry is 0x%llx",
	    (unsigned long long)f->entry);
}

static bool
check_packing(const struct image *f, struct row *row)
{
	if (check_unpacked(f, row))
		return true;
	row->remark =
	    "after \"insmod gzio\" or \"insmod xzio\" GRUB unpacks it";
	return false;
}

void
row_grub(const struct image *f, struct row *row)
{
	if (check_packing(f, row) && check_elf(f, row) &&
	    check_version(f, row) && check_little_endian(f, row) &&
	    check_elf64(f, row) && check_programs(f, row) &&
	    check_program_size(f, row) && check_loads(f, row) &&
	    check_28_bits(f, row) && check_in_file(f, row) &&
	    check_sizes(f, row) && check_wraps(f, row) &&
	    check_sections(f, row) && check_symbols(f, row) &&
	    check_mapped(f, row) && check_native(f, row))
		row->remark = HANDED_OVER;
}

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

	if ((base & GIB_MASK) != 0 || f->entry < FIRST_PAGE)
		return row_no(row, RULE_E_ENTRY_WINDOW, "e_entry is 0x%llx",
		    (unsigned long long)f->entry);
	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD &&
		    (s.vaddr - base < MIB || s.vaddr - base > GIB_MASK))
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
	    check_in_file(f, row) && check_executable(f, row) &&
	    check_native(f, row))
		row->remark = HANDED_OVER;
}

void
row_loader_efi(const struct image *f, struct row *row)
{
	if (check_unpacked(f, row) && check_elf(f, row) &&
	    kit_elf(f, row, false) && check_native(f, row))
		row->remark = HANDED_OVER;
}
