/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: read_header, check_segment
 * property: refuse iff a field is wrong, and name it
 * bound: none
 * cbmc: --unwind 8
 */
#include "prove.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "boot/load/elf.c"
#pragma CPROVER check pop

/*
 * As physmem_copy.c proves it; the ELF header that is copied may hold anything.
 */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(__CPROVER_r_ok(from, size), "reads the file");
	PROVE(size == sizeof(struct elf_header), "one header");
	*(struct elf_header *)to = *(const struct elf_header *)from;
}

static bool
wraps(uint64_t addr, uint64_t size)
{
	return addr > UINT64_MAX - size;
}

static bool
past(uint64_t addr, uint64_t size, uint64_t end)
{
	return addr > end || size > end - addr;
}

static bool
header_is_wrong(const struct elf_header *h, uint64_t size)
{
	return h->e_ident[0] != 0x7f || h->e_ident[1] != 'E' ||
	    h->e_ident[2] != 'L' || h->e_ident[3] != 'F' ||
	    h->e_ident[4] != 2 || h->e_ident[5] != 1 || h->e_ident[6] != 1 ||
	    h->e_type != 2 || h->e_machine != 62 || h->e_phentsize != 56 ||
	    past(h->e_phoff, h->e_phnum * 56ull, size);
}

/* Whether the defect names a field that has these two letters from at on. */
static bool
names(const struct elf_defect *d, uint32_t at, char a, char b)
{
	return d->field[at] == a && d->field[at + 1] == b;
}

/* e_ident[EI_...]: the magic, the class, the data or the version. */
static void
prove_ident(const struct elf_defect *d, const uint8_t *ident)
{
	if (names(d, 11, 'C', 'L'))
		PROVE(d->value == ident[4] && d->value != 2, "class");
	else if (names(d, 11, 'D', 'A'))
		PROVE(d->value == ident[5] && d->value != 1, "data");
	else if (names(d, 11, 'V', 'E'))
		PROVE(d->value == ident[6] && d->value != 1, "version");
	else
		PROVE(names(d, 11, 'M', 'A') &&
			(ident[0] != 0x7f || ident[1] != 'E' ||
			    ident[2] != 'L' || ident[3] != 'F'),
		    "magic");
}

static void
prove_header(struct reader *r, const struct elf_header *file)
{
	const struct elf_defect *d = r->defect;
	const struct elf_header *h = &r->header;

	if (read_header(r)) {
		PROVE(r->size >= 64 && !header_is_wrong(file, r->size),
		    "no field is wrong");
		REACHED("good header");
		return;
	}
	PROVE(d->index == ELF_HEADER && d->why != NULL, "the header's");
	if (r->size < 64) {
		PROVE(names(d, 0, 's', 'i') && d->value == r->size, "size");
		REACHED("short");
		return;
	}
	PROVE(header_is_wrong(file, r->size), "a field is wrong");
	if (names(d, 0, 'e', '_') && names(d, 2, 'i', 'd'))
		prove_ident(d, h->e_ident);
	else if (names(d, 2, 'm', 'a'))
		PROVE(d->value == h->e_machine && d->value != 62, "e_machine");
	else if (names(d, 2, 't', 'y'))
		PROVE(d->value == h->e_type && d->value != 2, "e_type");
	else if (names(d, 2, 'p', 'h') && d->field[4] == 'e')
		PROVE(d->value == h->e_phentsize && d->value != 56, "size");
	else
		PROVE(names(d, 4, 'o', 'f') && d->value == h->e_phoff &&
			past(h->e_phoff, h->e_phnum * 56ull, r->size),
		    "e_phoff");
	REACHED("bad header");
}

static void
prove_segment(struct reader *r)
{
	const struct elf_defect *d = r->defect;
	struct program_header p;
	uint32_t i = nondet_uint32_t();

	if (check_segment(r, i, &p)) {
		PROVE(p.p_filesz <= p.p_memsz, "the file's bytes fit");
		PROVE(!past(p.p_offset, p.p_filesz, r->size), "in the file");
		PROVE(!wraps(p.p_vaddr, p.p_memsz), "p_vaddr");
		PROVE(p.p_paddr >= 0x100000 &&
			!past(p.p_paddr, p.p_memsz, 0x40000000),
		    "from 1 MiB to 1 GiB");
		REACHED("good segment");
		return;
	}
	PROVE(d->index == i && d->why != NULL, "the segment's");
	if (names(d, 2, 'f', 'i'))
		PROVE(d->value == p.p_filesz && p.p_filesz > p.p_memsz,
		    "p_filesz");
	else if (names(d, 2, 'o', 'f'))
		PROVE(d->value == p.p_offset &&
			past(p.p_offset, p.p_filesz, r->size),
		    "p_offset");
	else if (names(d, 2, 'v', 'a'))
		PROVE(d->value == p.p_vaddr && wraps(p.p_vaddr, p.p_memsz),
		    "p_vaddr");
	else if (names(d, 2, 'm', 'e'))
		PROVE(d->value == p.p_memsz &&
			past(p.p_paddr, p.p_memsz, 0x40000000),
		    "p_memsz");
	else
		PROVE(names(d, 2, 'p', 'a') && d->value == p.p_paddr &&
			(wraps(p.p_paddr, p.p_memsz) || p.p_paddr < 0x100000 ||
			    p.p_paddr >= 0x40000000),
		    "p_paddr");
	REACHED("bad segment");
}

void
proof(void)
{
	struct elf_header file;
	struct elf_defect defect;
	struct reader r;
	char none;

	r.file = r.size < sizeof(file) ? &none : (const char *)&file;
	r.rules = ELF_FREEBSD;
	r.defect = &defect;
	if (nondet_bool())
		prove_header(&r, &file);
	else
		prove_segment(&r);
}
