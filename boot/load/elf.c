/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's ELF file: checked first, then laid out. */
#include "elf.h"
#include <stddef.h>
#include "physmem.h"

#define EM_X86_64 62
#define ET_EXEC   2
#define PT_LOAD   1
#define PF_X      1
#define LOWEST    0x100000ull /* what is below belongs to the firmware */

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

struct reader {
	const char *file;
	uint64_t size;
	struct elf_header header;
	struct elf_image *image;
	struct elf_defect *defect;
	uint64_t base; /* p_vaddr - p_paddr */
	bool entry_found;
};

static bool
bad(struct reader *r, uint32_t index, const char *field, uint64_t value,
    const char *why)
{
	*r->defect = (struct elf_defect){ field, index, value, why };
	return false;
}

static bool
read_header(struct reader *r)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	struct elf_header *h = &r->header;
	uint32_t i;

	if (r->size < sizeof(*h))
		return bad(r, ELF_HEADER, "size", r->size,
		    "the file is shorter than an ELF header");
	physmem_copy((char *)h, r->file, sizeof(*h));
	for (i = 0; i < sizeof(ident); i++)
		if (h->e_ident[i] != ident[i])
			return bad(r, ELF_HEADER,
			    i < 4        ? "e_ident[EI_MAG]"
				: i == 4 ? "e_ident[EI_CLASS]"
				: i == 5 ? "e_ident[EI_DATA]"
					 : "e_ident[EI_VERSION]",
			    h->e_ident[i], "not a little-endian ELF64 file");
	if (h->e_machine != EM_X86_64)
		return bad(
		    r, ELF_HEADER, "e_machine", h->e_machine, "not x86-64");
	if (h->e_type != ET_EXEC)
		return bad(
		    r, ELF_HEADER, "e_type", h->e_type, "not an executable");
	if (h->e_phentsize != sizeof(struct program_header))
		return bad(
		    r, ELF_HEADER, "e_phentsize", h->e_phentsize, "not 56");
	if (!range_below(h->e_phoff,
		(uint64_t)h->e_phnum * sizeof(struct program_header), r->size))
		return bad(r, ELF_HEADER, "e_phoff", h->e_phoff,
		    "the program headers run past the file's end");
	return true;
}

/* What a PT_LOAD must be by itself. */
static bool
check_segment(struct reader *r, uint32_t i, const struct program_header *p)
{
	if (p->p_filesz > p->p_memsz)
		return bad(r, i, "p_filesz", p->p_filesz, "more than p_memsz");
	if (!range_below(p->p_offset, p->p_filesz, r->size))
		return bad(r, i, "p_offset", p->p_offset,
		    "the segment runs past the file's end");
	if (p->p_paddr > UINT64_MAX - p->p_memsz)
		return bad(r, i, "p_paddr", p->p_paddr, "the segment wraps");
	if (p->p_vaddr > UINT64_MAX - p->p_memsz)
		return bad(r, i, "p_vaddr", p->p_vaddr, "the segment wraps");
	if (p->p_paddr < LOWEST)
		return bad(r, i, "p_paddr", p->p_paddr, "below 1 MiB");
	if (p->p_paddr + p->p_memsz > GIB)
		return bad(r, i, p->p_paddr < GIB ? "p_memsz" : "p_paddr",
		    p->p_paddr < GIB ? p->p_memsz : p->p_paddr,
		    "the segment ends above 1 GiB");
	return true;
}

/* What it must be beside those before it; then it is added to the image. */
static bool
add_segment(struct reader *r, uint32_t i, const struct program_header *p)
{
	struct elf_image *image = r->image;
	struct extent other;
	uint32_t n;

	if (image->count == 0)
		r->base = p->p_vaddr - p->p_paddr;
	if (p->p_vaddr - p->p_paddr != r->base)
		return bad(r, i, "p_vaddr", p->p_vaddr,
		    "p_vaddr - p_paddr is not that of the first segment");
	if (r->base != ELF_KERNBASE && r->base != 0)
		return bad(r, i, "p_vaddr", p->p_vaddr,
		    "p_vaddr - p_paddr is neither KERNBASE nor 0");
	if (image->count == ELF_SEGMENTS)
		return bad(r, i, "p_type", PT_LOAD, "too many segments");
	for (n = 0; n < image->count; n++) {
		other.start = image->segment[n].paddr;
		other.end = other.start + image->segment[n].memsz;
		if (overlaps(p->p_paddr, p->p_memsz, other))
			return bad(r, i, "p_paddr", p->p_paddr,
			    "the segment overlaps another");
	}
	if ((p->p_flags & PF_X) != 0 && r->header.e_entry >= p->p_vaddr &&
	    r->header.e_entry - p->p_vaddr < p->p_filesz)
		r->entry_found = true;
	if (image->count == 0 || p->p_paddr < image->start)
		image->start = p->p_paddr;
	if (p->p_paddr + p->p_memsz > image->end)
		image->end = p->p_paddr + p->p_memsz;
	image->segment[image->count++] = (struct elf_segment){ p->p_offset,
		p->p_filesz, p->p_paddr, p->p_memsz };
	return true;
}

bool
elf_read(const void *file, uint64_t size, struct elf_image *image,
    struct elf_defect *defect)
{
	struct reader r = { .file = file, .size = size };
	struct program_header p;
	uint32_t i;

	r.image = image;
	r.defect = defect;
	image->start = image->end = 0;
	image->count = 0;
	if (!read_header(&r))
		return false;
	for (i = 0; i < r.header.e_phnum; i++) {
		physmem_copy((char *)&p,
		    r.file + r.header.e_phoff + i * sizeof(p), sizeof(p));
		if (p.p_type != PT_LOAD || p.p_memsz == 0)
			continue;
		if (!check_segment(&r, i, &p) || !add_segment(&r, i, &p))
			return false;
	}
	image->entry = r.header.e_entry;
	if (image->count == 0)
		return bad(&r, ELF_HEADER, "e_phnum", r.header.e_phnum,
		    "no segment to load");
	if (!r.entry_found)
		return bad(&r, ELF_HEADER, "e_entry", image->entry,
		    "in no executable segment");
	return true;
}

void
elf_place(const struct elf_image *image, const void *file, void *to)
{
	const struct elf_segment *s;
	uint64_t i;
	char *base = to;

	for (i = 0; i < image->end - image->start; i++)
		base[i] = 0;
	for (s = image->segment; s < image->segment + image->count; s++)
		physmem_copy(base + (s->paddr - image->start),
		    (const char *)file + s->offset, s->filesz);
}
