/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A Multiboot kernel: it goes to where its header or its ELF file says. All
 * that the loader takes is one block of RAM, which has to last until the kernel
 * has read what it is handed.
 */
#include "multiboot.h"
#include "kit.h"
#include "loader.h"
#include "move.h"
#include "pages.h"
#include "ram.h"

#define TABLES (6 * PAGE) /* for 4 GiB, in pages of 2 MiB */

extern MOVE_OWN const char multiboot_enter[], multiboot_enter_end[];
extern MOVE_OWN const char multiboot_bare[], multiboot_bare_end[];

/* The first 4 GiB at 0, by tables in this memory. */
static uint64_t
map_all(const struct boot_view *view, uint64_t memory)
{
	static struct boot_view own;
	struct pages pages = { &own, AVOID_NONE, MEMMAP_RESERVED, false, 0 };

	own.mem = view->mem;
	memmap_clear(&own.map);
	memmap_merge(&own.map, memory, memory + TABLES - 1, MEMMAP_RAM);
	pages_map(&pages, 0, 0, 4 * GIB, PG_RW);
	return pages.root;
}

/* Where the kernel goes, and from where; the block is what the room avoids. */
static void
place_kernel(
    struct loader *loader, const struct elf_image *image, struct entry *entry)
{
	struct boot_view *view = loader->view;
	struct extent to;
	struct place *place = &entry->place;
	uint64_t at, size = BOOT_ARENA + TABLES + ENTER_SIZE;

	*place = place_image(loader, image, 0);
	to = (struct extent){ place->to, place->to + place->size };
	if (place->from == 0)
		size += place->size;
	at = take(loader, loader->name, size, to);
	view->image = (struct extent){ at, at + size };
	view->arena = (struct arena){ (char *)at, at, BOOT_ARENA, 0 };
	entry->cr3 = map_all(view, at + BOOT_ARENA);
	entry->safe = at + BOOT_ARENA + TABLES;
	if (place->from == 0)
		place->from = entry->safe + ENTER_SIZE;
	place_fill(loader, image, place);
	entry->avoid = to;
	view->kernel = to;
}

/* The IDT of the door is for the kernel, unless that overwrites it. */
static void
set_steps(const struct boot_view *view, struct entry *entry)
{
	const struct extent door = view->mem.door;
	const bool bare =
	    overlaps(door.start, door.end - door.start, entry->avoid);

	entry->steps = bare ? multiboot_bare : multiboot_enter;
	entry->steps_end = bare ? multiboot_bare_end : multiboot_enter_end;
}

bool
multiboot_boot(
    struct loader *loader, uint32_t version, struct native_args *native)
{
	static struct multiboot_kernel kernel;
	struct boot_view *view = loader->view;
	struct elf_image image;
	struct entry entry;

	if (!multiboot_find(
		view, version, loader->kernel.at, loader->kernel.size, &kernel))
		refuse(loader->name, "no header of Multiboot %u", version);
	if (!addresses_read(loader, &kernel, &image))
		place_read(loader, ELF_PHYSICAL, &image, "");
	entry.address = addresses_entry(loader, &kernel, &image);
	place_kernel(loader, &image, &entry);
	kernel.extent = view->kernel;
	kernel.load_base = image.start;
	kernel.sections = NULL;
	kernel.loader = "pvh";
	place_modules(loader);
	view->map = loader->map;
	set_steps(view, &entry);
	if (!multiboot_write(view, &kernel, &entry.args))
		return false;
	enter(view, &entry, native);
	return true;
}
