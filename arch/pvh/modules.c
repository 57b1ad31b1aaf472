/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Settles the modules. btext reaches what lies below 1 GiB: a module that
 * does stays where it is, any other is copied there; the map then calls
 * their bytes reserved.
 */
#include "metadata.h"
#include "pvh.h"

#define HEADROOM 0x200000ull /* memory right after kernend, without modules */

static bool
check(struct boot_view *view, uint32_t i)
{
	const struct boot_module *m = &view->module[i];

	if (m->size == 0)
		pvh_warn(view, PVH_ODD_MODULE, i, m->paddr);
	else if (physmem_at(&view->mem, m->paddr, m->size) == 0)
		return pvh_defect(view, PVH_MODULE_RANGE, i, m->paddr);
	else if (overlaps(m->paddr, m->size, view->image))
		return pvh_defect(view, PVH_MODULE_KERNEL, i, m->paddr);
	else if (!memmap_is(&view->map, m->paddr, m->paddr + m->size - 1,
		     SMAP_TYPE_MEMORY))
		return pvh_defect(view, PVH_MODULE_NOT_RAM, i, m->paddr);
	return true;
}

static bool
settle(struct boot_view *view, uint32_t i)
{
	struct boot_module *m = &view->module[i];
	uint64_t to;

	if (m->size == 0)
		return true;
	if (!range_below(m->paddr, m->size, GIB)) {
		to = module_place(view, m->size);
		if (to == 0)
			return pvh_defect(view, PVH_MODULE_NO_ROOM, i, m->size);
		physmem_copy(physmem_at(&view->mem, to, m->size),
		    physmem_at(&view->mem, m->paddr, m->size), m->size);
		m->paddr = to;
	}
	if (!memmap_merge(&view->map, m->paddr, m->paddr + m->size - 1,
		SMAP_TYPE_RESERVED))
		return pvh_defect(view, PVH_MODULE_MAP_FULL, i, m->paddr);
	return true;
}

/*
 * Kernels take memory from kernend upwards, some of it before they have read
 * any map, and Xen puts modules right there. So kernend goes past those.
 */
static void
raise_kernend(struct boot_view *view)
{
	const struct boot_module *m;
	struct extent next;
	uint32_t i;

	view->kernend = view->image.end;
	for (i = 0; i < view->module_count;) {
		m = &view->module[i++];
		next.start = view->kernend;
		next.end = next.start + HEADROOM;
		if (!overlaps(m->paddr, m->size, next))
			continue;
		view->kernend = (m->paddr + m->size + PAGE - 1) & ~(PAGE - 1);
		i = 0; /* there is a new place right after it */
	}
}

bool
modules_settle(struct boot_view *view)
{
	uint32_t i;

	if (!memmap_is(&view->map, view->image.start, view->image.end - 1,
		SMAP_TYPE_MEMORY))
		pvh_warn(view, PVH_ODD_KERNEL, 0, view->image.start);
	for (i = 0; i < view->module_count; i++)
		if (!check(view, i))
			return false;
	for (i = 0; i < view->module_count; i++)
		if (!settle(view, i))
			return false;
	raise_kernend(view);
	return true;
}
