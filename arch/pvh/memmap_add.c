/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks an entry of a loader's memory map, of whatever format, and adds it. */
#include "kit.h"

bool
memmap_add(struct boot_view *view, uint32_t i, uint64_t addr, uint64_t size,
    uint32_t type)
{
	uint64_t last;

	if (size == 0)
		return true;
	if (__builtin_add_overflow(addr, size - 1, &last))
		return pvh_defect(view, PVH_MEMMAP_WRAPS, i, addr);
	if (type == MEMMAP_HOLE)
		pvh_warn(view, PVH_ODD_TYPE, i, addr);
	else if (!memmap_paint(&view->map, addr, last, type))
		return pvh_defect(view, PVH_MEMMAP_FULL, i, addr);
	return true;
}
