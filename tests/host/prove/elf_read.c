/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: elf_read, add_segment
 * property: the image holds each segment, apart; else why
 * bound: 3 headers, 2 segments
 * cbmc: --unwind 9
 */
#include "prove.h"

#define HEADERS      3
#define ELF_SEGMENTS 2

#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "boot/load/elf.c"
#pragma CPROVER check pop

/*
 * The file: a header that holds anything, and the table that it has at e_phoff.
 */
const char *file;
uint64_t size;
struct elf_header header;
struct program_header table[HEADERS];

/* As physmem_copy.c proves it, of that file. */
void
physmem_copy(char *to, const char *from, uint64_t bytes)
{
	uint64_t at = (uint64_t)(from - file), n;

	PROVE(at <= size && bytes <= size - at, "reads the file");
	if (at == 0 && bytes == sizeof(header)) {
		*(struct elf_header *)to = header;
		return;
	}
	n = (at - header.e_phoff) / sizeof(*table);
	PROVE(at == header.e_phoff + n * sizeof(*table) && n < HEADERS &&
		bytes == sizeof(*table),
	    "a program header");
	*(struct program_header *)to = table[n];
}

/* As overlaps.c proves it. */
bool
overlaps(uint64_t addr, uint64_t bytes, struct extent other)
{
	return addr < other.end && other.start < addr + bytes &&
	    other.start < other.end && bytes > 0;
}

static bool
loaded(const struct program_header *p)
{
	return p->p_type == PT_LOAD && p->p_memsz != 0;
}

static bool
holds(const struct elf_segment *s, const struct program_header *p)
{
	return s->offset == p->p_offset && s->filesz == p->p_filesz &&
	    s->paddr == p->p_paddr && s->memsz == p->p_memsz;
}

static bool
is_inside(const struct elf_segment *s, const struct elf_image *image)
{
	return s->filesz <= s->memsz && s->offset <= size &&
	    s->filesz <= size - s->offset && s->paddr >= image->start &&
	    s->paddr <= image->end && s->memsz <= image->end - s->paddr;
}

static bool
has_entry(const struct program_header *p)
{
	return loaded(p) && (p->p_flags & 1) != 0 &&
	    header.e_entry >= p->p_vaddr &&
	    header.e_entry - p->p_vaddr < p->p_filesz;
}

/* The segments are those entries of the table that are to load, in order. */
static void
prove_image(const struct elf_image *image)
{
	const struct elf_segment *s = image->segment;
	uint32_t i, n = 0;
	bool entry = false;

	PROVE(image->count > 0 && image->count <= ELF_SEGMENTS, "count");
	PROVE(image->start >= 0x100000 && image->end <= 0x40000000,
	    "from 1 MiB to 1 GiB");
	for (i = 0; i < header.e_phnum; i++) {
		entry |= has_entry(&table[i]);
		if (!loaded(&table[i]))
			continue;
		PROVE(n < image->count && holds(&s[n], &table[i]), "each");
		PROVE(is_inside(&s[n], image), "in the file and the image");
		PROVE(table[i].p_vaddr - table[i].p_paddr ==
			    0xffffffff80000000ull ||
			table[i].p_vaddr == table[i].p_paddr,
		    "at KERNBASE or 0");
		n++;
	}
	PROVE(n == image->count, "no other");
	PROVE(n < 2 || s[0].paddr + s[0].memsz <= s[1].paddr ||
		s[1].paddr + s[1].memsz <= s[0].paddr,
	    "apart");
	PROVE(image->start == s[0].paddr || image->start == s[n - 1].paddr,
	    "starts with a segment");
	PROVE(entry && image->entry == header.e_entry, "the entry");
}

void
proof(void)
{
	struct elf_image image;
	struct elf_defect defect;
	struct elf_header h;
	struct program_header p[HEADERS];
	uint32_t i;

	header = h;
	for (i = 0; i < HEADERS; i++)
		table[i] = p[i];
	size = nondet_uint64_t();
	ASSUME(size <= 1ull << 40 && h.e_phnum <= HEADERS && h.e_phoff != 0);
	file = malloc(size);
	if (elf_read(file, size, ELF_FREEBSD, &image, &defect)) {
		prove_image(&image);
		REACHED("an image");
	} else {
		PROVE(defect.field != NULL && defect.why != NULL &&
			(defect.index == ELF_HEADER ||
			    defect.index < header.e_phnum),
		    "a field");
		REACHED("a defect");
	}
}
