/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's ELF file: checked first, then laid out. */
#include "elf.h"
#include <stddef.h>
#include "elf_file.h"
#include "physmem.h"

#define MIB      0x100000ull /* what is below belongs to the firmware */
#define GIB_4    (4 * GIB)
#define HIGH     0xffffffff80000000ull
#define HIGH_END (0 - PAGE)

/* Where segments may lie, and what is said of others. */
static const struct limits {
	uint64_t low, high;
	const char *below, *above;
} limits[] = {
	[ELF_FREEBSD] = { MIB, GIB, "below 1 MiB",
	    "the segment ends above 1 GiB" },
	[ELF_PHYSICAL] = { MIB, GIB_4, "below 1 MiB",
	    "the segment ends above 4 GiB" },
	[ELF_VIRTUAL] = { HIGH, HIGH_END, "below -2 GiB",
	    "the segment reaches into the last page" },
};

struct reader {
	const char *file;
	uint64_t size;
	enum elf_rules rules;
	struct elf_header header;
	uint16_t entry_size; /* of a program header */
	struct elf_image *image;
	struct elf_defect *defect;
	uint64_t base;  /* p_vaddr - p_paddr */
	uint64_t entry; /* as the image has it */
	bool entry_found;
};

static bool
bad(struct reader *r, uint32_t index, const char *field, uint64_t value,
    const char *why)
{
	*r->defect = (struct elf_defect){ field, index, value, why };
	return false;
}

/* Whether it is ELF32, where that is allowed; then the header is widened. */
static bool
is_32(struct reader *r)
{
	if (r->rules != ELF_PHYSICAL ||
	    r->header.e_ident[EI_CLASS] != ELF_CLASS_32)
		return false;
	elf32_header(r->file, &r->header);
	return true;
}

static bool
read_header(struct reader *r)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	struct elf_header *h = &r->header;
	bool narrow;
	uint32_t i;

	if (r->size < sizeof(*h))
		return bad(r, ELF_HEADER, "size", r->size,
		    "the file is shorter than an ELF header");
	physmem_copy((char *)h, r->file, sizeof(*h));
	narrow = is_32(r);
	r->entry_size =
	    narrow ? ELF32_PROGRAM_HEADER : sizeof(struct program_header);
	for (i = 0; i < sizeof(ident); i++)
		if (h->e_ident[i] != ident[i] && !(narrow && i == EI_CLASS))
			return bad(r, ELF_HEADER,
			    i < 4        ? "e_ident[EI_MAG]"
				: i == 4 ? "e_ident[EI_CLASS]"
				: i == 5 ? "e_ident[EI_DATA]"
					 : "e_ident[EI_VERSION]",
			    h->e_ident[i], "not a little-endian ELF64 file");
	if (h->e_machine != EM_X86_64 && !(narrow && h->e_machine == EM_386))
		return bad(r, ELF_HEADER, "e_machine", h->e_machine,
		    narrow ? "neither i386 nor x86-64" : "not x86-64");
	if (h->e_type != ET_EXEC &&
	    !(h->e_type == ET_DYN && r->rules == ELF_PHYSICAL))
		return bad(
		    r, ELF_HEADER, "e_type", h->e_type, "not an executable");
	if (h->e_phentsize != r->entry_size)
		return bad(r, ELF_HEADER, "e_phentsize", h->e_phentsize,
		    narrow ? "not 32" : "not 56");
	if (!range_below(
		h->e_phoff, (uint64_t)h->e_phnum * r->entry_size, r->size))
		return bad(r, ELF_HEADER, "e_phoff", h->e_phoff,
		    "the program headers run past the file's end");
	return true;
}

/* What a PT_LOAD must be by itself. */
static bool
check_segment(struct reader *r, uint32_t i, const struct program_header *p)
{
	const struct limits *limit = &limits[r->rules];

	if (p->p_filesz > p->p_memsz)
		return bad(r, i, "p_filesz", p->p_filesz, "more than p_memsz");
	if (!range_below(p->p_offset, p->p_filesz, r->size))
		return bad(r, i, "p_offset", p->p_offset,
		    "the segment runs past the file's end");
	if (p->p_paddr > UINT64_MAX - p->p_memsz)
		return bad(r, i, "p_paddr", p->p_paddr, "the segment wraps");
	if (p->p_vaddr > UINT64_MAX - p->p_memsz)
		return bad(r, i, "p_vaddr", p->p_vaddr, "the segment wraps");
	if (p->p_paddr < limit->low)
		return bad(r, i, "p_paddr", p->p_paddr, limit->below);
	if (p->p_paddr + p->p_memsz > limit->high)
		return bad(r, i,
		    p->p_paddr < limit->high ? "p_memsz" : "p_paddr",
		    p->p_paddr < limit->high ? p->p_memsz : p->p_paddr,
		    limit->above);
	return true;
}

/*
 * Whether the entry is in this segment. A kernel that is entered without paging
 * may give its virtual or its physical address.
 */
static void
find_entry(struct reader *r, const struct program_header *p)
{
	const uint64_t entry = r->header.e_entry;
	const bool physical = r->rules == ELF_PHYSICAL;

	if (!physical && (p->p_flags & ELF_X) == 0)
		return;
	if (entry >= p->p_vaddr && entry - p->p_vaddr < p->p_filesz)
		r->entry = physical ? entry - p->p_vaddr + p->p_paddr : entry;
	else if (physical && !r->entry_found && entry >= p->p_paddr &&
	    entry - p->p_paddr < p->p_filesz)
		r->entry = entry;
	else
		return;
	r->entry_found = true;
}

/* p_vaddr - p_paddr, where a kernel's entry expects it to be something. */
static bool
check_base(struct reader *r, uint32_t i, const struct program_header *p)
{
	if (r->rules == ELF_PHYSICAL)
		return true;
	if (r->image->count == 0)
		r->base = p->p_vaddr - p->p_paddr;
	if (p->p_vaddr - p->p_paddr != r->base)
		return bad(r, i, "p_vaddr", p->p_vaddr,
		    "p_vaddr - p_paddr is not that of the first segment");
	if (r->base != ELF_KERNBASE && r->base != 0)
		return bad(r, i, "p_vaddr", p->p_vaddr,
		    "p_vaddr - p_paddr is neither KERNBASE nor 0");
	return true;
}

/* What it must be beside those before it; then it is added to the image. */
static bool
add_segment(struct reader *r, uint32_t i, const struct program_header *p)
{
	struct elf_image *image = r->image;
	struct extent other;
	uint32_t n;

	if (!check_base(r, i, p))
		return false;
	if (image->count == ELF_SEGMENTS)
		return bad(r, i, "p_type", PT_LOAD, "too many segments");
	for (n = 0; n < image->count; n++) {
		other.start = image->segment[n].paddr;
		other.end = other.start + image->segment[n].memsz;
		if (overlaps(p->p_paddr, p->p_memsz, other))
			return bad(r, i, "p_paddr", p->p_paddr,
			    "the segment overlaps another");
	}
	find_entry(r, p);
	if (image->count == 0 || p->p_paddr < image->start)
		image->start = p->p_paddr;
	if (p->p_paddr + p->p_memsz > image->end)
		image->end = p->p_paddr + p->p_memsz;
	image->segment[image->count++] = (struct elf_segment){ p->p_offset,
		p->p_filesz, p->p_paddr, p->p_memsz, p->p_flags };
	return true;
}

static void
read_segment(const struct reader *r, uint32_t i, struct program_header *p)
{
	const char *from = r->file + r->header.e_phoff + i * r->entry_size;

	if (r->entry_size == sizeof(*p))
		physmem_copy((char *)p, from, sizeof(*p));
	else
		elf32_program(from, p);
	if (r->rules == ELF_VIRTUAL)
		p->p_paddr = p->p_vaddr;
}

bool
elf_read(const void *file, uint64_t size, enum elf_rules rules,
    struct elf_image *image, struct elf_defect *defect)
{
	struct reader r = { .file = file, .size = size, .rules = rules };
	struct program_header p;
	uint32_t i;

	r.image = image;
	r.defect = defect;
	image->start = image->end = 0;
	image->bias = 0;
	image->count = 0;
	if (!read_header(&r))
		return false;
	for (i = 0; i < r.header.e_phnum; i++) {
		read_segment(&r, i, &p);
		if (p.p_type != PT_LOAD || p.p_memsz == 0)
			continue;
		if (image->count == 0 && r.header.e_type == ET_DYN &&
		    p.p_paddr < MIB)
			image->bias = MIB;
		p.p_paddr += image->bias;
		if (!check_segment(&r, i, &p) || !add_segment(&r, i, &p))
			return false;
	}
	image->entry = r.entry;
	if (image->count == 0)
		return bad(&r, ELF_HEADER, "e_phnum", r.header.e_phnum,
		    "no segment to load");
	if (!r.entry_found)
		return bad(&r, ELF_HEADER, "e_entry", r.header.e_entry,
		    rules == ELF_PHYSICAL ? "in no segment"
					  : "in no executable segment");
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
