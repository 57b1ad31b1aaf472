/* SPDX-License-Identifier: BSD-2-Clause */
/* The ELF header, and where the tables are. */
#include "check.h"

bool
check_elf64(const struct image *f, struct row *row)
{
	const uint32_t class = (uint32_t)image_number(f, IMAGE_CLASS, 1);

	return class == 2 ||
	    row_no(row, RULE_ELF_CLASS, "e_ident[EI_CLASS] is %u%s", class,
		class == 1 ? ", ELF32" : "");
}

bool
check_little_endian(const struct image *f, struct row *row)
{
	const uint32_t data = (uint32_t)image_number(f, IMAGE_DATA, 1);

	return data == 1 ||
	    row_no(row, RULE_ELF_DATA, "e_ident[EI_DATA] is %u", data);
}

bool
check_x86(const struct image *f, struct row *row)
{
	return f->machine == IMAGE_X86_64 || f->machine == IMAGE_386 ||
	    row_no(row, RULE_ELF_MACHINE, "e_machine is %u", f->machine);
}

bool
check_version(const struct image *f, struct row *row)
{
	const uint32_t ident = (uint32_t)image_number(f, IMAGE_VERSION, 1);

	if (ident != 1)
		return row_no(
		    row, RULE_ELF_VERSION, "e_ident[EI_VERSION] is %u", ident);
	return f->version == 1 ||
	    row_no(row, RULE_ELF_VERSION, "e_version is %u", f->version);
}

bool
check_program_size(const struct image *f, struct row *row)
{
	return f->phentsize == (f->narrow ? 32 : 56) ||
	    row_no(row, RULE_PHDR_SIZE, "e_phentsize is %u", f->phentsize);
}

bool
check_programs(const struct image *f, struct row *row)
{
	if (f->phnum == 0)
		return row_no(row, RULE_NO_SEGMENT, "e_phnum is 0");
	if (f->segment_count < f->phnum)
		return row_no(row, RULE_PHDR_PLACE,
		    "e_phoff is 0x%llx: %u of %u are in the file",
		    (unsigned long long)f->phoff, f->segment_count, f->phnum);
	return true;
}

bool
check_sections(const struct image *f, struct row *row)
{
	return image_has(f, f->shoff, (uint64_t)f->shnum * f->shentsize) ||
	    row_no(row, RULE_SHDR_PLACE,
		"e_shoff is 0x%llx, the file's size 0x%llx",
		(unsigned long long)f->shoff, (unsigned long long)f->size);
}
