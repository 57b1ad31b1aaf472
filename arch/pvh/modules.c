/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks where modules are, whatever the kernel's format will do with them. One
 * that is not as it should be is no reason to end the boot.
 */
#include "kit.h"

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
		&view->map, m->paddr, m->paddr + m->size - 1, MEMMAP_RAM))
		return PVH_MODULE_NOT_RAM;
	return PVH_OK;
}

/* Whether the module is kept. */
static bool
check(struct boot_view *view, const struct boot_module *m)
{
	enum pvh_code code = oddity(view, m);

	if (code != PVH_OK)
		pvh_warn(view, code, m->index, m->paddr);
	return code != PVH_MODULE_RANGE && code != PVH_MODULE_KERNEL;
}

void
modules_check(struct boot_view *view)
{
	uint32_t i, kept = 0;

	if (!memmap_is(
		&view->map, view->image.start, view->image.end - 1, MEMMAP_RAM))
		pvh_warn(view, PVH_ODD_KERNEL, 0, view->image.start);
	for (i = 0; i < view->module_count; i++)
		if (check(view, &view->module[i]))
			view->module[kept++] = view->module[i];
	view->module_count = kept;
}
