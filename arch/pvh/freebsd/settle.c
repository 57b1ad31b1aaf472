/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moves the modules to where the kernel expects them. A FreeBSD kernel maps
 * KERNBASE up to kernend and takes memory from there on, so its loaders put the
 * modules right after the kernel, and kernend is their end
 * (stand/common/load_elf.c, modinfo.c); the kit does the same.
 */
#include "kit.h"
#include "freebsd.h"

#define HEADROOM 0x200000ull /* used by kernels before they read the map */

/* Lists the modules that have bytes, the lowest first; returns how many. */
static uint32_t
sort(const struct boot_view *view, uint8_t order[BOOT_MODULES])
{
	const struct boot_module *m = view->module;
	uint32_t i, k, n = 0;

	for (i = 0; i < view->module_count; i++) {
		if (m[i].size == 0)
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

	if (to == 0)
		to = settle_place(view, i, 0);
	if (to == 0)
		return pvh_defect(view, PVH_MODULE_NO_ROOM, m->index, m->size);
	if (to != m->paddr)
		pvh_copy(view, to, m->paddr, m->size);
	m->paddr = to;
	return true;
}

/* Reserves the pages of module i in the map, and raises kernend above them. */
static bool
take(struct freebsd *bsd, uint32_t i)
{
	struct boot_view *view = bsd->view;
	const struct boot_module *m = &view->module[i];
	uint64_t end = page_up(m->paddr + m->size);

	if (end > bsd->kernend)
		bsd->kernend = end;
	return memmap_merge(&view->map, m->paddr, end - 1, MEMMAP_RESERVED) ||
	    pvh_defect(view, PVH_MODULE_MAP_FULL, m->index, m->paddr);
}

bool
settle_modules(struct freebsd *bsd)
{
	struct boot_view *view = bsd->view;
	uint8_t order[BOOT_MODULES];
	uint32_t i, count = sort(view, order);

	bsd->kernend = view->image.end;
	for (i = 0; i < count; i++)
		if (!settle(view, order[i]))
			return false;
	for (i = 0; i < count; i++)
		if (!take(bsd, order[i]))
			return false;
	if (!memmap_is(&view->map, bsd->kernend, bsd->kernend + HEADROOM - 1,
		MEMMAP_RAM))
		pvh_warn(view, PVH_ODD_HEADROOM, 0, bsd->kernend);
	return true;
}
