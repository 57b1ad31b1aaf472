/* SPDX-License-Identifier: BSD-2-Clause */
/* An ELF file's headers, as they are there: every number may be any. */
#include "wrap.h"
#include <string.h>
#include "physmem.h"

#define ELF_CLASS_64 2

struct elf_header
headers_read(const struct file *file)
{
	struct elf_header h;

	if (file->size < sizeof(h) || memcmp(file->at, "\177ELF", 4) != 0)
		die(file->name, "not an ELF file");
	memcpy(&h, file->at, sizeof(h));
	if (h.e_ident[EI_CLASS] == ELF_CLASS_32)
		die(file->name,
		    "ELF32; only ELF64 can be wrapped: "
		    "loader.elf boots it as it is");
	if (h.e_ident[EI_CLASS] != ELF_CLASS_64)
		die(file->name, "e_ident[EI_CLASS] is 0x%x: not ELF64",
		    h.e_ident[EI_CLASS]);
	if (h.e_phentsize != sizeof(struct program_header))
		die(file->name, "e_phentsize is 0x%x: not 56", h.e_phentsize);
	if (h.e_phnum == PN_XNUM)
		die(file->name, "e_phnum is 0x%x: too many", h.e_phnum);
	if (h.e_phoff < sizeof(h) ||
	    !range_below(h.e_phoff,
		(uint64_t)h.e_phnum * sizeof(struct program_header),
		file->size))
		die(file->name,
		    "e_phoff is 0x%lx: the program headers are not in the file",
		    h.e_phoff);
	return h;
}

struct program_header
headers_get(
    const struct file *file, const struct elf_header *header, uint32_t i)
{
	struct program_header p;

	memcpy(&p, file->at + header->e_phoff + i * sizeof(p), sizeof(p));
	return p;
}

/* Name size, value size, type and owner of each: pvh_start.asm's. */
static bool
are_kit_notes(const char *note)
{
	static const uint32_t type[] = { 18, 3, 4 };
	uint32_t i, word[4];

	for (i = 0; i < 3; i++) {
		memcpy(word, note + i * (NOTES_SIZE / 3), sizeof(word));
		if (word[0] != 4 || word[1] != 8 || word[2] != type[i] ||
		    memcmp(&word[3], "Xen", 4) != 0)
			return false;
	}
	return true;
}

bool
headers_have_kit(const struct file *file, const struct elf_header *header)
{
	struct program_header p;
	uint32_t i;

	for (i = 0; i < header->e_phnum; i++) {
		p = headers_get(file, header, i);
		if (p.p_type == PT_NOTE && p.p_filesz >= NOTES_SIZE &&
		    range_below(p.p_offset, p.p_filesz, file->size) &&
		    are_kit_notes(file->at + p.p_offset))
			return true;
	}
	return false;
}
