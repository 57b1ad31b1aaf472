/* SPDX-License-Identifier: BSD-2-Clause */
/* What lies where: in the map, and each file in pages of its own. */
#include "stages.h"
#include "memory/ram.h"

static bool
set_type(struct limine *l, uint64_t start, uint64_t end, uint32_t type)
{
	if (memmap_merge(&l->view->map, start, end - 1, type))
		return true;
	return pvh_defect(l->view, PVH_LIMINE_MAP, 0, start);
}

/* Whether the bytes have one of this format's types, some of them. */
static bool
is_taken(const struct limine *l, uint64_t start, uint64_t end)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	while (memmap_next(&l->view->map, &cursor, &r))
		if ((r.type & ~0xffu) == LIMINE_TYPE(0) && r.first < end &&
		    r.last >= start)
			return true;
	return false;
}

/*
 * Has a file lie in pages that nothing else has, and that are in the direct
 * map; copies it if need be.
 */
static bool
give_pages(struct limine *l, uint64_t *paddr, uint64_t size, uint32_t index)
{
	uint64_t room = size == 0 ? PAGE : page_up(size), to;

	if (size != 0 && *paddr % PAGE == 0 &&
	    !is_taken(l, *paddr, *paddr + room)) {
		if (!set_type(l, *paddr, *paddr + room, LIMINE_EXECUTABLE))
			return false;
		if (memmap_is(&l->view->map, *paddr, *paddr + room - 1,
			LIMINE_EXECUTABLE))
			return true;
	}
	to = ram_take(l->view, room, LIMINE_EXECUTABLE,
	    (struct extent){ *paddr, *paddr + size });
	if (to == 0 || (size != 0 && !pvh_copy(l->view, to, *paddr, size)))
		return pvh_defect(l->view, PVH_LIMINE_MODULE, index, size);
	*paddr = to;
	return true;
}

bool
limine_reserve(struct limine *l)
{
	const struct limine_kernel *kernel = l->kernel;
	struct boot_view *view = l->view;
	struct boot_module *m = view->module;
	uint32_t i;

	if (!set_type(l, kernel->paddr, kernel->paddr + kernel->size,
		LIMINE_EXECUTABLE) ||
	    !set_type(l, view->image.start, view->image.end, LIMINE_RECLAIM) ||
	    !set_type(l, 0, PAGE, MEMMAP_RESERVED))
		return false;
	l->file = kernel->file;
	if (l->file != 0 &&
	    !give_pages(l, &l->file, kernel->file_size, UINT32_MAX))
		return false;
	for (i = 0; i < view->module_count; i++, m++)
		if (!give_pages(l, &m->paddr, m->size, m->index))
			return false;
	return true;
}
