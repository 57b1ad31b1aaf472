/* SPDX-License-Identifier: BSD-2-Clause */
/* The file as a whole: what is in front of the kernel, or around it. */
#include <string.h>
#include "check.h"

static const struct packing {
	const char *name, *magic;
	uint32_t size;
} packings[] = {
	{ "gzip", "\x1f\x8b", 2 },
	{ "xz",
	    "\xfd"
	    "7zXZ",
	    6 },
	{ "zstd", "\x28\xb5\x2f\xfd", 4 },
	{ "bzip2", "BZh", 3 },
	{ "lzma", "\x5d\0\0", 3 },
	{ "lz4", "\x02\x21\x4c\x18", 4 },
	{ "lzop", "\x89LZO", 4 },
};

bool
check_unpacked(const struct image *f, struct row *row)
{
	const struct packing *p = packings;

	for (; p < packings + sizeof(packings) / sizeof(packings[0]); p++)
		if (image_has(f, 0, p->size) &&
		    memcmp(f->bytes, p->magic, p->size) == 0)
			return row_no(
			    row, RULE_PACKED, "%s is around it", p->name);
	return true;
}

static bool
is_bzimage(const struct image *f)
{
	return image_number(f, 0x202, 4) == 0x53726448; /* "HdrS" */
}

bool
check_elf(const struct image *f, struct row *row)
{
	if (f->elf)
		return true;
	if (is_bzimage(f))
		return row_no(row, RULE_BZIMAGE, "Linux's bzImage");
	if (image_number(f, 0, 2) == 0x5a4d)
		return row_no(row, RULE_PE_HEADER, "it begins with \"MZ\"");
	if (f->size < 64)
		return row_no(row, RULE_NOT_ELF, "it has %llu bytes",
		    (unsigned long long)f->size);
	return row_no(row, RULE_NOT_ELF, "it begins with 0x%08llx",
	    (unsigned long long)image_number(f, 0, 4));
}

/* QEMU's search: it ends 48 bytes before the first 8 KiB do. */
bool
check_multiboot1(const struct image *f, struct row *row)
{
	uint32_t at, flags, magic;

	for (at = 0; at < 8192 - 48 && image_has(f, at, 12); at += 4) {
		magic = (uint32_t)image_number(f, at, 4);
		flags = (uint32_t)image_number(f, at + 4, 4);
		if (magic != 0x1badb002 ||
		    magic + flags + image_number(f, at + 8, 4) != 1ull << 32)
			continue;
		if ((flags & 1u << 16) == 0 && f->machine == IMAGE_X86_64)
			return row_no(row, RULE_MULTIBOOT1,
			    "a header at 0x%x, in an x86-64 file", at);
		return row_else(row, RULE_MULTIBOOT1,
		    "a Multiboot kernel, header at 0x%x", at);
	}
	return true;
}

/* ---- the ELF header, and where the tables are */

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
