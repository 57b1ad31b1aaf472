/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the kernel goes, and what the modules are. */
#include "kit.h"
#include "loader.h"

void
place_read(struct loader *loader, enum elf_rules rules, struct elf_image *image,
    const char *before)
{
	struct elf_defect d;

	if (elf_read(loader->kernel.at, loader->kernel.size, rules, image, &d))
		return;
	if (d.index == ELF_HEADER)
		refuse(loader->name, "%s%s is 0x%lx: %s", before, d.field,
		    d.value, d.why);
	refuse(loader->name, "%sprogram header %u: %s is 0x%lx: %s", before,
	    d.index, d.field, d.value, d.why);
}

/* Whether nothing that is still needed is there. */
static bool
is_free(const struct boot_view *view, uint64_t start, uint64_t size)
{
	const struct boot_module *m = view->module;
	uint32_t i;

	if (overlaps(start, size, view->mem.door) ||
	    !memmap_is(&view->map, start, start + size - 1, MEMMAP_RAM))
		return false;
	for (i = 0; i < view->module_count; i++, m++)
		if (overlaps(start, size,
			(struct extent){ m->paddr, m->paddr + m->size }))
			return false;
	return true;
}

struct place
place_image(struct loader *loader, const struct elf_image *image, uint64_t more)
{
	struct place p;
	struct extent to;

	p.to = image->start & ~(PAGE - 1);
	p.size = page_up(image->end) - p.to + more;
	p.from = p.to;
	to = (struct extent){ p.to, p.to + p.size };
	if (!memmap_is(&loader->map, to.start, to.end - 1, MEMMAP_RAM))
		refuse(loader->name,
		    "0x%lx-0x%lx, where it has to be, is not all RAM", to.start,
		    to.end - 1);
	if (!is_free(loader->view, p.to, p.size))
		p.from = 0;
	return p;
}

void
place_fill(const struct loader *loader, const struct elf_image *image,
    const struct place *place)
{
	elf_place(image, loader->kernel.at,
	    (char *)place->from + (image->start - place->to));
}

static void
add(struct boot_view *view, const struct boot_module *m)
{
	view->module[view->module_count] = *m;
	view->module[view->module_count].index = view->module_count;
	view->module_count++;
}

/* Module 0 of the VMM was the kernel, or the archive. */
void
place_modules(struct loader *loader)
{
	struct boot_view *view = loader->view;
	uint32_t i;

	for (i = 1; i < view->module_count; i++) {
		if (loader->module_count == BOOT_MODULES) {
			refuse_not("modules",
			    "room for %u only, the VMM's last %u are left out",
			    BOOT_MODULES, view->module_count - i);
			break;
		}
		loader->module[loader->module_count++] = view->module[i];
	}
	view->module_count = 0;
	for (i = 0; i < loader->module_count; i++)
		add(view, &loader->module[i]);
}
