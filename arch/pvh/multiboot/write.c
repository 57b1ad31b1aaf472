/* SPDX-License-Identifier: BSD-2-Clause */
/* What both versions of Multiboot have in common, and their order. */
#include "multiboot.h"
#include "memory/ram.h"

#define KIB 0x400u

void *
multiboot_take(struct multiboot *m, uint64_t size, uint64_t *paddr)
{
	void *taken = NULL;

	if (size <= UINT32_MAX)
		taken = pvh_take(m->view, size, paddr);
	if (taken == NULL)
		pvh_defect(m->view, PVH_MULTIBOOT_FULL, 0, size);
	return taken;
}

uint32_t
multiboot_length(const char *s)
{
	uint32_t n = 0;

	while (s[n++] != '\0')
		;
	return n;
}

uint64_t
multiboot_span(struct memmap_range range)
{
	uint64_t less_1 = range.last - range.first;

	return less_1 + (less_1 != UINT64_MAX);
}

void
multiboot_screen(const struct multiboot *m, struct mb_screen *screen,
    struct mb_colours *colours)
{
	const struct video *v = &m->video;

	screen->addr = v->paddr;
	screen->pitch = v->pitch;
	screen->width = v->width;
	screen->height = v->height;
	screen->bpp = v->bpp;
	screen->type = MB_SCREEN_RGB;
	colours->red_shift = v->red_shift;
	colours->red_size = v->red_size;
	colours->green_shift = v->green_shift;
	colours->green_size = v->green_size;
	colours->blue_shift = v->blue_shift;
	colours->blue_size = v->blue_size;
}

/*
 * Moves a module that does not lie where the kernel can use it. Its memory is
 * RAM in the map, as Multiboot has it, wherever that is.
 */
static bool
place(struct multiboot *m, struct boot_module *module)
{
	struct boot_view *view = m->view;
	uint64_t to;

	if (module->size == 0) {
		module->paddr = 0;
		return true;
	}
	if (range_below(module->paddr, module->size, UINT32_MAX) &&
	    (module->paddr % PAGE == 0 || !m->align_modules) &&
	    !overlaps(module->paddr, module->size, m->kernel->extent))
		return true;
	to = ram_take(
	    view, page_up(module->size), MEMMAP_RAM, m->kernel->extent);
	if (to == 0 || !pvh_copy(view, to, module->paddr, module->size))
		return pvh_defect(
		    view, PVH_MULTIBOOT_NO_ROOM, module->index, module->size);
	module->paddr = to;
	return true;
}

/* KiB of RAM from an address on, up to the first byte that is none. */
static uint32_t
ram_from(const struct memmap *map, uint64_t first, uint64_t limit)
{
	const uint64_t last = first + limit * KIB - 1;
	struct memmap_range r;
	uint32_t cursor = 0;

	while (memmap_next(map, &cursor, &r))
		if (r.type == MEMMAP_RAM && r.first <= first && r.last >= first)
			return ((r.last < last ? r.last : last) - first + 1) /
			    KIB;
	return 0;
}

/* A kernel without a header gets the frame buffer that the kit was given. */
static void
open_screen(struct multiboot *m)
{
	m->has_video = m->wants_video && video_open != NULL &&
	    video_open(m->view, m->mode, &m->video);
	if (m->screen != 0 && !m->has_video)
		pvh_warn(m->view,
		    m->kernel->version == 1 ? PVH_ODD_MULTIBOOT_MODE
					    : PVH_ODD_MULTIBOOT_SCREEN,
		    m->screen, 0);
}

bool
multiboot_write(struct boot_view *view, const struct multiboot_kernel *kernel,
    struct native_args *native)
{
	const bool first = kernel->version == 1;
	struct multiboot m;
	uint32_t i;

	m.view = view;
	m.kernel = kernel;
	m.align_modules = m.tell_base = false;
	m.screen = 0;
	m.wants_video = true;
	m.mode = (struct video_mode){ 0, 0, 0 };
	if (kernel->header != NULL &&
	    !(first ? multiboot_read1(&m) : multiboot_read2(&m)))
		return false;
	for (i = 0; i < view->module_count; i++)
		if (!place(&m, &view->module[i]))
			return false;
	open_screen(&m);
	m.mem_lower = ram_from(&view->map, 0, 640);
	m.mem_upper = ram_from(&view->map, 1024 * KIB, UINT32_MAX);
	native->first = first ? MB1_EAX : MB2_EAX;
	return first ? multiboot_info1(&m, &native->second)
		     : multiboot_info2(&m, &native->second);
}
