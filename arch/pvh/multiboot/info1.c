/* SPDX-License-Identifier: BSD-2-Clause */
/* The information of Multiboot 1 (specification, 3.3). */
#include "kit.h"
#include "multiboot.h"

/* A copy of size bytes; *paddr becomes its address. */
static bool
put(struct multiboot *m, const char *bytes, uint64_t size, uint32_t *paddr)
{
	uint64_t at;
	char *to = multiboot_take(m, size, &at);

	if (to == NULL)
		return false;
	physmem_copy(to, bytes, size);
	*paddr = at;
	return true;
}

static bool
put_string(struct multiboot *m, const char *s, uint32_t *paddr)
{
	s = multiboot_text(s);
	return put(m, s, multiboot_length(s), paddr);
}

static bool
put_modules(struct multiboot *m, struct mb1_info *info)
{
	const struct boot_module *from = m->view->module;
	const uint32_t count = m->view->module_count;
	uint64_t paddr;
	uint32_t i, string;
	struct mb1_module *to = multiboot_take(m, count * sizeof(*to), &paddr);

	if (to == NULL)
		return false;
	for (i = 0; i < count; i++) {
		if (!put_string(m, from[i].cmdline, &string))
			return false;
		to[i] = (struct mb1_module){ from[i].paddr,
			from[i].paddr + from[i].size, string, 0 };
	}
	info->mods_count = count;
	info->mods_addr = paddr;
	return true;
}

static bool
put_map(struct multiboot *m, struct mb1_info *info)
{
	const struct memmap *map = &m->view->map;
	struct memmap_range r;
	uint64_t paddr;
	uint32_t cursor = 0, n;
	struct mb1_range *to =
	    multiboot_take(m, map->count * sizeof(*to), &paddr);

	if (to == NULL)
		return false;
	for (n = 0; memmap_next(map, &cursor, &r); n++)
		to[n] = (struct mb1_range){ sizeof(*to) - sizeof(to->size),
			r.first, multiboot_span(r), r.type };
	info->mmap_length = n * sizeof(*to);
	info->mmap_addr = paddr;
	return true;
}

static bool
put_sections(struct multiboot *m, struct mb1_info *info)
{
	const struct multiboot_kernel *k = m->kernel;
	uint32_t paddr;

	if (k->sections == NULL)
		return true;
	if (!put(m, k->sections, (uint64_t)k->section_count * k->section_size,
		&paddr))
		return false;
	info->flags |= MB1_HAS_ELF;
	info->elf_num = k->section_count;
	info->elf_size = k->section_size;
	info->elf_addr = paddr;
	info->elf_shndx = k->section_names;
	return true;
}

bool
multiboot_info1(struct multiboot *m, uint64_t *paddr)
{
	struct mb1_info *info = multiboot_take(m, sizeof(*info), paddr);
	uint32_t i, name, words;

	if (info == NULL || !put_string(m, m->view->cmdline, &words) ||
	    !put_string(m, m->kernel->loader, &name))
		return false;
	for (i = 0; i < sizeof(*info); i++)
		((char *)info)[i] = 0;
	info->flags = MB1_HAS_MEMORY | MB1_HAS_CMDLINE | MB1_HAS_MODULES |
	    MB1_HAS_MAP | MB1_HAS_LOADER;
	info->mem_lower = m->mem_lower;
	info->mem_upper = m->mem_upper;
	info->cmdline = words;
	info->boot_loader_name = name;
	if (m->has_video) {
		info->flags |= MB1_HAS_SCREEN;
		multiboot_screen(m, &info->screen, &info->colours);
	}
	return put_modules(m, info) && put_map(m, info) &&
	    put_sections(m, info);
}
