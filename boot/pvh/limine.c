/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A Limine kernel: it is linked at the top of the address space, and its room's
 * page tables bring it there from anywhere.
 */
#include "limine.h"
#include "kit.h"
#include "loader.h"
#include "move.h"
#include "ram.h"

extern MOVE_OWN const char limine_enter[], limine_enter_end[];

static void
set_reclaim(struct boot_view *view, uint64_t start, uint64_t size)
{
	if (!memmap_merge(&view->map, start & ~(PAGE - 1),
		page_up(start + size) - 1, LIMINE_RECLAIM))
		refuse("memory map", "no room for the loader's memory");
}

static void
add_segments(const struct loader *loader, const struct elf_image *image,
    struct limine_kernel *kernel)
{
	const struct elf_segment *s = image->segment;

	if (image->count > LIMINE_SEGMENTS)
		refuse(loader->name, "%u segments, and there is room for %u",
		    image->count, LIMINE_SEGMENTS);
	for (; kernel->segment_count < image->count; s++)
		kernel->segment[kernel->segment_count++] =
		    (struct limine_segment){ s->paddr, s->memsz, s->flags };
}

/* Room for the last steps, which run with the door's page tables. */
static void
prepare(struct loader *loader, struct entry *entry)
{
	entry->safe = take(loader, loader->name, ENTER_SIZE, AVOID_NONE);
	__asm__("mov %%cr3, %0" : "=r"(entry->cr3));
}

bool
limine_boot(struct loader *loader, struct native_args *native)
{
	static struct limine_kernel kernel;
	struct boot_view *view = loader->view;
	const struct boot_module first = view->module[0];
	struct elf_image image;
	struct entry entry = { .steps = limine_enter,
		.steps_end = limine_enter_end }; /* and nothing is moved */
	uint64_t i;

	place_read(loader, ELF_VIRTUAL, &image, "");
	kernel.virtual = image.start & ~(PAGE - 1);
	kernel.size = page_up(image.end) - kernel.virtual;
	kernel.paddr = take(loader, loader->name, kernel.size, AVOID_NONE);
	for (i = 0; i < kernel.size; i++)
		((char *)kernel.paddr)[i] = 0; /* it is read up to its end */
	elf_place(&image, loader->kernel.at,
	    (char *)kernel.paddr + (image.start - kernel.virtual));
	add_segments(loader, &image, &kernel);
	kernel.entry = image.entry;
	kernel.cmdline = view->cmdline;
	kernel.file = (uint64_t)loader->kernel.at;
	kernel.file_size = loader->kernel.size;
	kernel.path = line_path(loader, loader->name);
	prepare(loader, &entry);
	view->map = loader->map;
	set_reclaim(view, entry.safe, ENTER_SIZE);
	if (kernel.file != first.paddr)
		set_reclaim(view, first.paddr, first.size);
	place_modules(loader);
	if (!limine_write(view, &kernel, &entry.args))
		return false;
	entry.address = kernel.entry;
	enter(view, &entry, native);
	return true;
}
