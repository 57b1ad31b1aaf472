/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel's file in memory, read without trust: any size, any offsets. What is
 * not there reads as 0, and every reader says so or was asked before.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* System V ABI, chapters 4 and 5; what boot/load's elf_file.h has not. */
enum {
	IMAGE_CLASS = 4, /* in e_ident */
	IMAGE_DATA = 5,
	IMAGE_VERSION = 6,
	IMAGE_PT_LOAD = 1,
	IMAGE_PT_DYNAMIC = 2,
	IMAGE_PT_NOTE = 4,
	IMAGE_SHT_PROGBITS = 1,
	IMAGE_SHT_SYMTAB = 2,
	IMAGE_SHT_NOTE = 7,
	IMAGE_SHT_NOBITS = 8,
	IMAGE_386 = 3,
	IMAGE_X86_64 = 62,
	IMAGE_X = 1, /* p_flags */
};

/* A program header, of ELF32 or ELF64. */
struct segment {
	uint32_t index, type, flags;
	uint64_t offset, vaddr, paddr, filesz, memsz, align;
};

struct section {
	uint32_t name, type;
	uint64_t offset, size, align;
};

struct image {
	const unsigned char *bytes;
	uint64_t size;
	bool elf;    /* it has the magic, and all of a header */
	bool narrow; /* ELF32 */
	uint16_t type, machine;
	uint32_t version, flags;
	uint64_t entry, phoff, shoff;
	uint16_t phentsize, phnum, shentsize, shnum, shstrndx;
	uint32_t segment_count; /* those whose headers are in the file */
	uint32_t section_count;
	uint64_t low, high; /* physical: of all PT_LOADs; 0 if there are none */
	const struct image *inside; /* what gzip packed, or NULL */
};

void image_open(struct image *image, const void *bytes, uint64_t size);

/* Whether these bytes are all in the file. */
bool image_has(const struct image *image, uint64_t offset, uint64_t size);

/* A little-endian number of 1 to 8 bytes; 0 if it is not all there. */
uint64_t image_number(
    const struct image *image, uint64_t offset, uint32_t size);

/* Whether the file has this string there, its NUL included. */
bool image_string(
    const struct image *image, uint64_t offset, const char *string);

/* A header's fields; i is below segment_count, or section_count. */
struct segment image_segment(const struct image *image, uint32_t i);
struct section image_section(const struct image *image, uint32_t i);

/*
 * Copies a section's name, as far as it is printable and there is room, and
 * returns it.
 */
#define IMAGE_NAME 24
const char *image_name(const struct image *image, const struct section *section,
    char name[IMAGE_NAME]);

/* Whether a byte of a PT_LOAD's goes to this physical address. */
bool image_covers(const struct image *image, uint64_t paddr);

/*
 * Two segments whose bytes of the file go to the same place: their indices, or
 * false.
 */
bool image_overlap(const struct image *image, uint32_t *one, uint32_t *other);

#endif
