/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The information of Multiboot 2 (specification, 3.6): tags, each of which is
 * taken from the arena right behind the one before it.
 */
#include "kit.h"
#include "multiboot.h"

/* A new tag with so many bytes behind its first words, and zeroed padding. */
static struct mb2_info_tag *
tag_new(struct multiboot *m, uint32_t type, uint32_t words, uint64_t bytes)
{
	const uint64_t size =
	    sizeof(struct mb2_info_tag) + words * sizeof(uint32_t) + bytes;
	const uint64_t whole = (size + 7) & ~7ull;
	uint64_t paddr;
	char *to = multiboot_take(m, whole, &paddr);
	struct mb2_info_tag *tag = (struct mb2_info_tag *)to;

	if (to == NULL)
		return NULL;
	((struct word *)(to + whole))[-1].bytes = 0;
	tag->type = type;
	tag->size = size;
	return tag;
}

/* A tag of up to three words, then so many bytes. */
static bool
put(struct multiboot *m, uint32_t type, uint32_t words, const uint32_t word[],
    const char *from, uint64_t bytes)
{
	struct mb2_info_tag *tag = tag_new(m, type, words, bytes);
	uint32_t i;

	if (tag == NULL)
		return false;
	for (i = 0; i < words; i++)
		tag->word[i] = word[i];
	physmem_copy((char *)&tag->word[words], from, bytes);
	return true;
}

static bool
put_string(struct multiboot *m, uint32_t type, const char *s)
{
	s = multiboot_text(s);
	return put(m, type, 0, NULL, s, multiboot_length(s));
}

static bool
put_modules(struct multiboot *m)
{
	const struct boot_module *from = m->view->module;
	const struct boot_module *end = from + m->view->module_count;
	const char *s;

	for (; from < end; from++) {
		s = multiboot_text(from->cmdline);
		if (!put(m, MB2_TAG_MODULE, 2,
			(uint32_t[]){ from->paddr, from->paddr + from->size },
			s, multiboot_length(s)))
			return false;
	}
	return true;
}

static bool
put_map(struct multiboot *m)
{
	const struct memmap *map = &m->view->map;
	struct mb2_info_tag *tag;
	struct memmap_range r;
	uint32_t cursor = 0, n = 0;
	struct mb2_range *to;

	while (memmap_next(map, &cursor, &r))
		n++;
	tag = tag_new(m, MB2_TAG_MAP, 2, n * sizeof(*to));
	if (tag == NULL)
		return false;
	tag->word[0] = sizeof(*to);
	tag->word[1] = 0; /* the entries' version */
	to = (struct mb2_range *)&tag->word[2];
	for (cursor = 0; memmap_next(map, &cursor, &r); to++)
		*to =
		    (struct mb2_range){ r.first, multiboot_span(r), r.type, 0 };
	return true;
}

/* Copies of the RSDP. */
static bool
put_acpi(struct multiboot *m)
{
	uint32_t old, new;
	const char *rsdp = multiboot_rsdp(m->view, &old, &new);

	return (old == 0 || put(m, MB2_TAG_ACPI_OLD, 0, NULL, rsdp, old)) &&
	    (new == 0 || put(m, MB2_TAG_ACPI_NEW, 0, NULL, rsdp, new));
}

static bool
put_screen(struct multiboot *m)
{
	struct {
		struct mb_screen screen;
		uint16_t reserved;
		struct mb_colours colours;
	} MULTIBOOT_PACKED s;

	if (!m->has_video)
		return true;
	multiboot_screen(m, &s.screen, &s.colours);
	s.reserved = 0;
	return put(m, MB2_TAG_SCREEN, 0, NULL, (const char *)&s, sizeof(s));
}

static bool
put_sections(struct multiboot *m)
{
	const struct multiboot_kernel *k = m->kernel;

	return k->sections == NULL ||
	    put(m, MB2_TAG_ELF, 3,
		(uint32_t[]){
		    k->section_count, k->section_size, k->section_names },
		k->sections, (uint64_t)k->section_count * k->section_size);
}

bool
multiboot_info2(struct multiboot *m, uint64_t *paddr)
{
	const uint32_t memory[] = { m->mem_lower, m->mem_upper };
	const uint32_t base[] = { m->kernel->load_base };
	const struct arena *arena = &m->view->arena;
	struct mb2_info *info = multiboot_take(m, sizeof(*info), paddr);

	if (info == NULL || !put_string(m, MB2_TAG_CMDLINE, m->view->cmdline) ||
	    !put_string(m, MB2_TAG_LOADER, m->kernel->loader) ||
	    !put_modules(m) || !put(m, MB2_TAG_MEMORY, 2, memory, NULL, 0) ||
	    !put_map(m) || !put_acpi(m) || !put_screen(m) || !put_sections(m) ||
	    (m->tell_base && !put(m, MB2_TAG_LOAD_BASE, 1, base, NULL, 0)) ||
	    !put(m, MB2_TAG_END, 0, NULL, NULL, 0))
		return false;
	info->total_size = arena->base + arena->used - (char *)info;
	info->reserved = 0;
	return true;
}
