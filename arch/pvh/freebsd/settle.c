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

/*
 * Lists the modules that have bytes, the lowest first. The list grows down from
 * the end of order[], so that to insert one moves the lower ones down.
 */
static void
sort(struct places *places)
{
	const struct boot_module *m = places->view->module;
	uint8_t *order = places->order;
	uint32_t i, low, high, middle;

	places->first = BOOT_MODULES;
	for (i = 0; i < places->view->module_count; i++) {
		if (m[i].size == 0)
			continue;
		low = places->first;
		high = BOOT_MODULES;
		while (low < high) {
			middle = (low + high) / 2;
			if (m[order[middle]].paddr > m[i].paddr)
				high = middle;
			else
				low = middle + 1;
		}
		places->first--;
		physmem_copy((char *)&order[places->first],
		    (const char *)&order[places->first + 1],
		    low - places->first - 1);
		order[low - 1] = i;
	}
}

/* Moves module order[i] to its place. If it is there already, that is all. */
static bool
settle(struct places *places, uint32_t i)
{
	struct boot_module *m = &places->view->module[places->order[i]];
	uint64_t to = settle_place(places, i, HEADROOM);

	if (to == 0)
		to = settle_place(places, i, 0);
	if (to == 0)
		return pvh_defect(
		    places->view, PVH_MODULE_NO_ROOM, m->index, m->size);
	if (to != m->paddr)
		pvh_copy(places->view, to, m->paddr, m->size);
	m->paddr = to;
	if (to == page_up(places->full)) {
		places->full = to + m->size;
		if (i == places->above)
			places->above++;
	}
	return true;
}

/*
 * Reserves the pages of module order[i], and of those right behind it, in the
 * map, and raises kernend above them. Returns the i of the next; 0: no room.
 */
static uint32_t
take(struct freebsd *bsd, const struct places *places, uint32_t i)
{
	struct boot_view *view = bsd->view;
	const struct boot_module *first, *m;
	uint64_t end;

	m = first = &view->module[places->order[i]];
	do {
		end = page_up(m->paddr + m->size);
		if (++i == BOOT_MODULES)
			break;
		m = &view->module[places->order[i]];
	} while (m->paddr == end);
	if (end > bsd->kernend)
		bsd->kernend = end;
	if (memmap_merge(&view->map, first->paddr, end - 1, MEMMAP_RESERVED))
		return i;
	pvh_defect(view, PVH_MODULE_MAP_FULL, first->index, first->paddr);
	return 0;
}

bool
settle_modules(struct freebsd *bsd)
{
	struct boot_view *view = bsd->view;
	struct places places;
	uint32_t i;

	places.view = view;
	places.full = view->image.end;
	sort(&places);
	places.above = places.first;
	bsd->kernend = view->image.end;
	for (i = places.first; i < BOOT_MODULES; i++)
		if (!settle(&places, i))
			return false;
	for (i = places.first; i < BOOT_MODULES;) {
		i = take(bsd, &places, i);
		if (i == 0)
			return false;
	}
	if (!memmap_is(&view->map, bsd->kernend, bsd->kernend + HEADROOM - 1,
		MEMMAP_RAM))
		pvh_warn(view, PVH_ODD_HEADROOM, 0, bsd->kernend);
	return true;
}
