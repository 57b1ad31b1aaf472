/* SPDX-License-Identifier: BSD-2-Clause */
/* What an ELF64 file consists of (System V ABI, chapters 4 and 5). */
#ifndef ELF_FILE_H
#define ELF_FILE_H

#include <stdint.h>

#define EM_386       3
#define EM_X86_64    62
#define ET_EXEC      2
#define ET_DYN       3
#define PT_LOAD      1
#define EI_CLASS     4
#define ELF_CLASS_32 1

struct elf_header {
	uint8_t e_ident[16];
	uint16_t e_type, e_machine;
	uint32_t e_version;
	uint64_t e_entry, e_phoff, e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum;
	uint16_t e_shentsize, e_shnum, e_shstrndx;
};
_Static_assert(sizeof(struct elf_header) == 64, "ELF64's header");

struct program_header {
	uint32_t p_type, p_flags;
	uint64_t p_offset, p_vaddr, p_paddr;
	uint64_t p_filesz, p_memsz, p_align;
};
_Static_assert(sizeof(struct program_header) == 56, "ELF64's program header");

/* elf32.c: the same of an ELF32 file, whose program headers are shorter. */
#define ELF32_PROGRAM_HEADER 32
void elf32_header(const char *file, struct elf_header *header);
void elf32_program(const char *file, struct program_header *header);

#endif
