/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A FreeBSD-style kernel: it goes to where it is linked, after it what its room
 * writes (the arena), then the modules, then kernend.
 */
#include "freebsd.h"
#include "kit.h"
#include "loader.h"
#include "move.h"
#include "pages.h"
#include "ram.h"

/* What FreeBSD takes after kernend before it looks at the map. */
#define HEADROOM 0x400000ull

extern MOVE_OWN const char freebsd_enter[], freebsd_enter_end[];

/* 0 to 4 GiB at 0, and 0 to 2 GiB at KERNBASE. */
static uint64_t
map_all(struct loader *loader, struct extent avoid)
{
	struct pages pages = { loader->view, avoid, MEMMAP_RESERVED, false, 0 };

	if (!pages_map(&pages, 0, 0, 4 * GIB, PG_RW) ||
	    !pages_map(&pages, ELF_KERNBASE, 0, 2 * GIB, PG_RW))
		refuse(loader->name, "no RAM for page tables");
	return pages.root;
}

/* Memory is handed over as it was before the loader took some. */
static bool
write(struct freebsd *bsd, const struct loader *loader)
{
	struct boot_view *view = bsd->view;
	const struct boot_module *m = view->module;
	uint32_t i;

	view->map = loader->map;
	for (i = 0; i < view->module_count; i++, m++)
		if (m->size > 0 &&
		    !memmap_merge(&view->map, m->paddr,
			page_up(m->paddr + m->size) - 1, MEMMAP_RESERVED))
			return pvh_defect(
			    view, PVH_MODULE_MAP_FULL, m->index, m->paddr);
	return args_parse(bsd) && preload_write(bsd);
}

/* The kernel, then the arena; after these settle_modules() puts the modules. */
static uint64_t
place_kernel(struct loader *loader, struct place *place)
{
	struct boot_view *view = loader->view;
	struct elf_image image;
	struct extent to;

	place_read(loader, ELF_FREEBSD, &image, "");
	*place = place_image(loader, &image, BOOT_ARENA);
	if (place->to + place->size > GIB)
		refuse(loader->name,
		    "it ends at 0x%lx, too near to 1 GiB for the metadata",
		    image.end);
	to = (struct extent){ place->to, place->to + place->size };
	if (place->from == 0)
		place->from = take(loader, loader->name, place->size, to);
	place_fill(loader, &image, place);
	view->kernel = (struct extent){ image.start, image.end };
	view->image = to;
	view->arena =
	    (struct arena){ (char *)place->from + place->size - BOOT_ARENA,
		    view->image.end - BOOT_ARENA, BOOT_ARENA, 0 };
	if (view->image.end < view->mem.door.end)
		view->image.end = view->mem.door.end;
	return image.entry;
}

bool
freebsd_boot(struct loader *loader, struct native_args *native)
{
	static struct freebsd bsd;
	struct entry entry;

	entry.address = place_kernel(loader, &entry.place);
	place_modules(loader);
	bsd.view = loader->view;
	bsd.kernel_name = loader->name;
	bsd.loader = "loader=pvh";
	bsd.record_count = 0;
	if (!names_read(&bsd) || !settle_modules(&bsd))
		return false;
	entry.avoid = (struct extent){ loader->view->image.start,
		bsd.kernend + HEADROOM };
	entry.cr3 = map_all(loader, entry.avoid);
	entry.safe = take(loader, loader->name, ENTER_SIZE, entry.avoid);
	if (!write(&bsd, loader))
		return false;
	entry.args = (struct native_args){ bsd.modulep, bsd.kernend };
	entry.steps = freebsd_enter;
	entry.steps_end = freebsd_enter_end;
	enter(loader->view, &entry, native);
	return true;
}
