/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's file: ELF for x86-64 (or, for some kernels, i386), loaded by its
 * program headers. Knows nothing of UEFI, and trusts nothing in the file.
 */
#ifndef ELF_H
#define ELF_H

#include <stdbool.h>
#include <stdint.h>

#ifndef ELF_SEGMENTS
#define ELF_SEGMENTS 32
#endif
#define ELF_KERNBASE 0xffffffff80000000ull

/* Where a kernel's format wants its segments, and what they may be. */
enum elf_rules {
	ELF_FREEBSD,  /* p_paddr, below 1 GiB; p_vaddr: the same + KERNBASE or 0
		       */
	ELF_PHYSICAL, /* p_paddr, below 4 GiB; the entry, too; or ELF32 */
	ELF_VIRTUAL   /* p_vaddr, from -2 GiB on, in place of p_paddr */
};

/* Bytes of the file that go to [paddr, paddr + memsz), zeroes after them. */
struct elf_segment {
	uint64_t offset, filesz;
	uint64_t paddr, memsz;
	uint32_t flags; /* ELF_X and others, as in the file */
};
#define ELF_X 1

struct elf_image {
	uint64_t start, end; /* physical: all segments lie in [start, end) */
	uint64_t entry;      /* virtual, but for ELF_PHYSICAL */
	uint64_t bias;       /* how far a file of type DYN is moved up from 0 */
	uint32_t count;
	struct elf_segment segment[ELF_SEGMENTS];
};

/* What is wrong: a field, the program header that has it, its value, why. */
#define ELF_HEADER UINT32_MAX /* in place of a program header's index */
struct elf_defect {
	const char *field;
	uint32_t index;
	uint64_t value;
	const char *why;
};

/* Fills in the image, or else the defect. The file need not be aligned. */
bool elf_read(const void *file, uint64_t size, enum elf_rules rules,
    struct elf_image *image, struct elf_defect *defect);

/* Lays the image out at to, which has room for end - start bytes. */
void elf_place(const struct elf_image *image, const void *file, void *to);

#endif
