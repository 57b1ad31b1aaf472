/* SPDX-License-Identifier: BSD-2-Clause */
/* ELF32's headers, which become those of ELF64. */
#include "elf_file.h"
#include "physmem.h"

struct elf32_header {
	uint8_t e_ident[16];
	uint16_t e_type, e_machine;
	uint32_t e_version;
	uint32_t e_entry, e_phoff, e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum;
	uint16_t e_shentsize, e_shnum, e_shstrndx;
};
_Static_assert(sizeof(struct elf32_header) == 52, "ELF32's header");

struct elf32_program {
	uint32_t p_type, p_offset, p_vaddr, p_paddr;
	uint32_t p_filesz, p_memsz, p_flags, p_align;
};
_Static_assert(sizeof(struct elf32_program) == ELF32_PROGRAM_HEADER,
    "ELF32's program header");

void
elf32_header(const char *file, struct elf_header *header)
{
	struct elf32_header h;

	physmem_copy((char *)&h, file, sizeof(h));
	header->e_type = h.e_type;
	header->e_machine = h.e_machine;
	header->e_entry = h.e_entry;
	header->e_phoff = h.e_phoff;
	header->e_shoff = h.e_shoff;
	header->e_phentsize = h.e_phentsize;
	header->e_phnum = h.e_phnum;
	header->e_shentsize = h.e_shentsize;
	header->e_shnum = h.e_shnum;
	header->e_shstrndx = h.e_shstrndx;
}

void
elf32_program(const char *file, struct program_header *header)
{
	struct elf32_program p;

	physmem_copy((char *)&p, file, sizeof(p));
	header->p_type = p.p_type;
	header->p_flags = p.p_flags;
	header->p_offset = p.p_offset;
	header->p_vaddr = p.p_vaddr;
	header->p_paddr = p.p_paddr;
	header->p_filesz = p.p_filesz;
	header->p_memsz = p.p_memsz;
	header->p_align = p.p_align;
}
