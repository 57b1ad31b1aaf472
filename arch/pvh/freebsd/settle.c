/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moves the modules to where the kernel expects them. A FreeBSD kernel maps
 * KERNBASE up to kernend and takes memory from there on, so its loaders put the
 * modules right after the kernel, and kernend is their end
 * (stand/common/load_elf.c, modinfo.c); the kit does the same. A module that is
 * not as it should be is no reason to end the boot.
 */
#include "pvh.h"
#include "metadata.h"

#define HEADROOM 0x200000ull /* used by kernels before they read the map */

/* What is wrong with where the module is, if anything. */
static enum pvh_code
oddity(const struct boot_view *view, const struct boot_module *m)
{
	if (m->size == 0)
		return PVH_ODD_MODULE;
	if (physmem_at(&view->mem, m->paddr, m->size) == NULL &&
	    !physmem_far(m->paddr, m->size))
		return PVH_MODULE_RANGE;
	if (overlaps(m->paddr, m->size, view->image))
		return PVH_MODULE_KERNEL;
	if (!memmap_is(
		&view->map, m->paddr, m->paddr + m->size - 1, SMAP_TYPE_MEMORY))
		return PVH_MODULE_NOT_RAM;
	return PVH_OK;
}

/*
 * Whether the module has bytes that need a place. One that must be left out
 * loses its name, by which leave_out() finds it.
 */
static bool
check(struct boot_view *view, uint32_t i)
{
	struct boot_module *m = &view->module[i];
	enum pvh_code code = oddity(view, m);

	if (code != PVH_OK)
		pvh_warn(view, code, i, m->paddr);
	if (code == PVH_MODULE_RANGE || code == PVH_MODULE_KERNEL) {
		m->name = NULL;
		m->size = 0;
	}
	return m->size != 0;
}

/* Lists the modules that have bytes, the lowest first; returns how many. */
static uint32_t
sort(struct boot_view *view, uint8_t order[BOOT_MODULES])
{
	const struct boot_module *m = view->module;
	uint32_t i, k, n = 0;

	for (i = 0; i < view->module_count; i++) {
		if (!check(view, i))
			continue;
		for (k = n++; k > 0 && m[order[k - 1]].paddr > m[i].paddr; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return n;
}

/* Moves module i to its place. If it is there already, nothing is copied. */
static bool
settle(struct boot_view *view, uint32_t i)
{
	struct boot_module *m = &view->module[i];
	uint64_t to = settle_place(view, i, HEADROOM);
	const char *from;

	if (to == 0)
		to = settle_place(view, i, 0);
	if (to == 0)
		return pvh_defect(view, PVH_MODULE_NO_ROOM, i, m->size);
	from = physmem_at(&view->mem, m->paddr, m->size);
	if (from == NULL)
		physmem_copy_far(
		    physmem_at(&view->mem, to, m->size), m->paddr, m->size);
	else if (to != m->paddr)
		physmem_copy(
		    physmem_at(&view->mem, to, m->size), from, m->size);
	m->paddr = to;
	return true;
}

/* Reserves the pages of module i in the map, and raises kernend above them. */
static bool
take(struct boot_view *view, uint32_t i)
{
	const struct boot_module *m = &view->module[i];
	uint64_t end = page_up(m->paddr + m->size);

	if (end > view->kernend)
		view->kernend = end;
	return memmap_merge(
		   &view->map, m->paddr, end - 1, SMAP_TYPE_RESERVED) ||
	    pvh_defect(view, PVH_MODULE_MAP_FULL, i, m->paddr);
}

static void
leave_out(struct boot_view *view)
{
	uint32_t i, kept = 0;

	for (i = 0; i < view->module_count; i++)
		if (view->module[i].name != NULL)
			view->module[kept++] = view->module[i];
	view->module_count = kept;
}

bool
settle_modules(struct boot_view *view)
{
	uint8_t order[BOOT_MODULES];
	uint32_t i, count;

	if (!memmap_is(&view->map, view->image.start, view->image.end - 1,
		SMAP_TYPE_MEMORY))
		pvh_warn(view, PVH_ODD_KERNEL, 0, view->image.start);
	view->kernend = view->image.end;
	count = sort(view, order);
	for (i = 0; i < count; i++)
		if (!settle(view, order[i]))
			return false;
	for (i = 0; i < count; i++)
		if (!take(view, order[i]))
			return false;
	leave_out(view);
	if (!memmap_is(&view->map, view->kernend, view->kernend + HEADROOM - 1,
		SMAP_TYPE_MEMORY))
		pvh_warn(view, PVH_ODD_HEADROOM, 0, view->kernend);
	return true;
}
