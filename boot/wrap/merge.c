/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's file with one more PT_LOAD and one PT_NOTE, both of the kit's.
 * All bytes of the kernel's file stay where they are, but for its header and
 * its program headers. The kit's come after them, at a page.
 */
#include "wrap.h"
#include <stdlib.h>
#include <string.h>
#include "physmem.h"

#define PT_NULL         0
#define PT_PHDR         6
#define PT_GNU_STACK    0x6474e551
#define PT_GNU_PROPERTY 0x6474e553
#define SHT_NULL        0
#define SHT_NOBITS      8
#define PF_RWX          7
#define PF_R            4
#define KIT_HEADERS     2

struct section_header {
	uint32_t name, type;
	uint64_t flags, addr, offset, size;
	uint32_t link, info;
	uint64_t addralign, entsize;
};
_Static_assert(sizeof(struct section_header) == 64, "ELF64's section header");

struct merger {
	const struct host *host;
	const struct file *kernel;
	struct elf_header header;
	struct program_header *table; /* the new one */
	uint32_t count;
	uint64_t limit; /* where what is behind the old one begins */
};

/* ---- what lies behind the program headers */

static uint64_t
table_end(const struct merger *m)
{
	return m->header.e_phoff +
	    (uint64_t)m->header.e_phnum * sizeof(struct program_header);
}

/* Bytes of the file that are used. */
static void
used(struct merger *m, uint64_t offset, uint64_t size)
{
	const uint64_t end = table_end(m);

	if (size == 0 || offset >= m->limit ||
	    (offset < end && size <= end - offset))
		return;
	m->limit = offset > end ? offset : end;
}

static bool
has_sections(const struct merger *m)
{
	const struct elf_header *h = &m->header;

	return h->e_shoff != 0 && h->e_shnum != 0 &&
	    h->e_shentsize == sizeof(struct section_header) &&
	    range_below(h->e_shoff, h->e_shnum * sizeof(struct section_header),
		m->kernel->size);
}

/*
 * A segment that begins before the table has the headers in it; of such a one
 * the sections say which bytes are used.
 */
static void
find_limit(struct merger *m)
{
	const struct elf_header *h = &m->header;
	const bool sections = has_sections(m);
	const uint64_t size = m->kernel->size;
	struct section_header s;
	struct program_header p;
	uint64_t at = table_end(m);
	uint32_t i;

	m->limit = size;
	for (i = 0; i < h->e_phnum; i++) {
		p = headers_get(m->kernel, h, i);
		if (!sections || p.p_offset > h->e_phoff)
			used(m, p.p_offset, p.p_filesz);
	}
	for (i = 0; sections && i < h->e_shnum; i++) {
		memcpy(
		    &s, m->kernel->at + h->e_shoff + i * sizeof(s), sizeof(s));
		if (s.type != SHT_NULL && s.type != SHT_NOBITS)
			used(m, s.offset, s.size);
	}
	if (sections)
		used(m, h->e_shoff, (uint64_t)h->e_shnum * sizeof(s));
	while (at < m->limit && m->kernel->at[at] == 0)
		at++;
	m->limit = at;
}

/* ---- the new program headers */

/* p_paddr of a kernel whose loader reads p_vaddr only. */
static void
set_paddr(const struct host *host, struct program_header *p)
{
	if (host->set_paddr && p->p_vaddr != 0)
		p->p_paddr = p->p_vaddr - host->base;
}

/* The kernel's own, without notes and what is empty. */
static void
keep(struct merger *m)
{
	struct program_header p;
	uint32_t i;

	for (i = 0; i < m->header.e_phnum; i++) {
		p = headers_get(m->kernel, &m->header, i);
		if (p.p_type == PT_NULL || p.p_type == PT_NOTE ||
		    (p.p_type == PT_LOAD && p.p_memsz == 0))
			continue;
		set_paddr(m->host, &p);
		m->table[m->count++] = p;
	}
}

/* Leaves out those of a type, as long as there are too many for these slots. */
static void
leave_out(struct merger *m, uint32_t type, uint64_t slots)
{
	uint32_t i;

	for (i = m->count; i > 0 && m->count + KIT_HEADERS > slots; i--)
		if (m->table[i - 1].p_type == type) {
			memmove(&m->table[i - 1], &m->table[i],
			    (m->count - i) * sizeof(m->table[0]));
			m->count--;
		}
}

/*
 * Whether they fit where they are, at worst without those that no loader of
 * kernels reads. PT_PHDR would have to be in a segment.
 */
static bool
fit(struct merger *m)
{
	uint64_t slots = m->header.e_phnum;

	leave_out(m, PT_GNU_PROPERTY, slots);
	leave_out(m, PT_GNU_STACK, slots);
	if (m->count + KIT_HEADERS <= slots)
		return true;
	find_limit(m);
	slots = (m->limit - m->header.e_phoff) / sizeof(m->table[0]);
	leave_out(m, PT_PHDR, slots);
	if (m->count + KIT_HEADERS <= slots)
		return true;
	if (m->count + KIT_HEADERS >= PN_XNUM)
		die(m->kernel->name, "no room for two more program headers");
	return false;
}

/* ---- the kit */

/* Its PT_LOAD and its PT_NOTE, as ld left them. */
static void
read_kit(const struct host *host, const struct file *kit,
    struct program_header *load, struct program_header *note)
{
	const struct elf_header h = headers_read(kit);
	struct program_header p;
	uint32_t i, loads = 0, notes = 0;

	*load = *note = (struct program_header){ 0 };
	for (i = 0; i < h.e_phnum; i++) {
		p = headers_get(kit, &h, i);
		if (p.p_type == PT_LOAD) {
			*load = p;
			loads++;
		} else if (p.p_type == PT_NOTE) {
			*note = p;
			notes++;
		}
	}
	if (loads != 1 || notes != 1 || load->p_paddr != host->kit ||
	    !range_below(load->p_offset, load->p_filesz, kit->size) ||
	    !range_below(host->kit, load->p_memsz, GIB) ||
	    load->p_filesz > load->p_memsz || note->p_filesz != NOTES_SIZE ||
	    !range_below(
		note->p_offset - load->p_offset, NOTES_SIZE, load->p_filesz) ||
	    !headers_have_kit(kit, &h))
		die(host->object, "ld made something else of it than the kit");
}

/* The kit comes after all other segments, from this byte of the file on. */
static void
add_kit(struct merger *m, struct program_header load,
    struct program_header note, uint64_t offset)
{
	uint32_t at = m->count;

	note.p_offset = offset + (note.p_offset - load.p_offset);
	note.p_paddr = load.p_paddr + (note.p_offset - offset);
	note.p_vaddr = note.p_paddr + m->host->base;
	note.p_memsz = NOTES_SIZE;
	note.p_flags = PF_R;
	note.p_align = 4;
	load.p_offset = offset;
	load.p_vaddr = load.p_paddr + m->host->base;
	load.p_flags = PF_RWX;
	load.p_align = PAGE;
	while (at > 0 && m->table[at - 1].p_type != PT_LOAD)
		at--;
	memmove(
	    &m->table[at + 1], &m->table[at], (m->count - at) * sizeof(load));
	m->table[at] = load;
	m->table[m->count + 1] = note;
	m->count += KIT_HEADERS;
}

/* ---- the new file */

/* The file's header and its program headers, wherever these are now. */
static void
write_headers(struct merger *m, char *to)
{
	const size_t size = m->count * sizeof(m->table[0]);
	uint32_t i;

	for (i = 0; i < m->count; i++)
		if (m->table[i].p_type == PT_PHDR)
			m->table[i].p_filesz = m->table[i].p_memsz = size;
	m->header.e_phnum = m->count;
	memcpy(to, &m->header, sizeof(m->header));
	memcpy(to + m->header.e_phoff, m->table, size);
}

bool
merge(const struct host *host, const struct file *kernel,
    const struct file *kit, struct file *out)
{
	struct merger m = { host, kernel, headers_read(kernel), NULL, 0, 0 };
	struct program_header load, note;
	uint64_t offset = kernel->size;
	bool fits;

	read_kit(host, kit, &load, &note);
	m.table = calloc(m.header.e_phnum + KIT_HEADERS, sizeof(*m.table));
	if (m.table == NULL)
		die(kernel->name, "no memory for its program headers");
	keep(&m);
	fits = fit(&m);
	if (!fits) {
		m.header.e_phoff = (offset + 7) & ~7ull;
		offset = m.header.e_phoff +
		    (m.count + KIT_HEADERS) * sizeof(*m.table);
	}
	offset = page_up(offset);
	add_kit(&m, load, note, offset);
	out->name = kernel->name;
	out->size = offset + load.p_filesz;
	out->at = calloc(1, out->size);
	if (out->at == NULL)
		die(kernel->name, "no memory for %zu bytes", out->size);
	memcpy(out->at, kernel->at, kernel->size);
	if (fits)
		memset(out->at + m.header.e_phoff, 0,
		    m.header.e_phnum * sizeof(*m.table));
	write_headers(&m, out->at);
	memcpy(out->at + offset, kit->at + load.p_offset, load.p_filesz);
	memcpy(out->at + offset + (note.p_offset - load.p_offset) + NOTES_BASE,
	    &host->entry_base, sizeof(host->entry_base));
	free(m.table);
	return fits;
}
