/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From start_info to the boot view: the only file that knows the PVH ABI.
 * Whatever the loader wrote is read once, and the copy is checked; afterwards
 * only the modules' data is still in the loader's memory.
 */
#include "kit.h"
#include "start_info.h"

static bool
parse_table(struct boot_view *view, uint64_t paddr, uint32_t entries)
{
	const struct hvm_memmap_table_entry *table;
	struct hvm_memmap_table_entry e;
	uint32_t i;

	table = physmem_at(&view->mem, paddr, entries * sizeof(*table));
	if (table == NULL)
		return pvh_defect(view, PVH_MEMMAP_RANGE, entries, paddr);
	for (i = 0; i < entries; i++) {
		e = table[i];
		if (!memmap_add(view, i, e.addr, e.size, e.type))
			return false;
	}
	return true;
}

/* Version 0 has no map: Xen is asked for it, in a build with xen_map.c. */
static bool
parse_memmap(struct boot_view *view, const struct hvm_start_info *info)
{
	uint32_t entries = info->memmap_entries, i;

	memmap_clear(&view->map);
	if (info->version == 0 && xen_memmap != NULL) {
		if (!xen_memmap(view, &entries))
			return false;
	} else if (info->version == 0 || info->memmap_paddr == 0 ||
	    entries == 0) {
		return pvh_defect(view, PVH_NO_MEMMAP, info->version, 0);
	} else if (!parse_table(view, info->memmap_paddr, entries)) {
		return false;
	}
	for (i = 0; i < view->map.count; i++)
		if (view->map.step[i].type == MEMMAP_RAM)
			return true;
	return pvh_defect(view, PVH_MEMMAP_NO_RAM, entries, info->memmap_paddr);
}

static void
parse_module(struct boot_view *view, uint32_t i, struct hvm_modlist_entry e)
{
	struct boot_module *module = &view->module[i];

	module->paddr = e.paddr;
	module->size = e.size;
	module->cmdline = cmdline_copy(view, e.cmdline_paddr, i);
	module->index = i;
}

static void
parse_modlist(struct boot_view *view, uint64_t paddr, uint32_t count)
{
	const struct hvm_modlist_entry *list;
	uint32_t i;

	view->module_count = 0;
	if (count == 0)
		return;
	list = physmem_at(&view->mem, paddr, count * sizeof(*list));
	if (list == NULL) {
		pvh_warn(view,
		    paddr == 0 ? PVH_MODLIST_MISSING : PVH_MODLIST_RANGE, count,
		    paddr);
		return;
	}
	if (count > BOOT_MODULES) {
		pvh_warn(view, PVH_MODLIST_FULL, count, BOOT_MODULES);
		count = BOOT_MODULES;
	}
	view->module_count = count;
	for (i = 0; i < count; i++)
		parse_module(view, i, list[i]);
}

/* Copies as much of start_info as its version has. */
static bool
parse_start_info(
    struct boot_view *view, uint64_t paddr, struct hvm_start_info *info)
{
	const uint64_t v0 = HVM_START_INFO_V0_SIZE, v1 = sizeof(*info) - v0;
	const char *from = physmem_at(&view->mem, paddr, v0);

	if (from == NULL)
		return pvh_defect(view, PVH_START_INFO_RANGE, 0, paddr);
	physmem_copy((char *)info, from, v0);
	if (info->magic != HVM_START_MAGIC)
		return pvh_defect(view, PVH_MAGIC, 0, info->magic);
	info->memmap_paddr = 0;
	info->memmap_entries = 0;
	if (info->version == 0)
		return true;
	from = physmem_at(&view->mem, paddr + v0, v1);
	if (from == NULL)
		return pvh_defect(view, PVH_START_INFO_RANGE, 0, paddr);
	physmem_copy((char *)&info->memmap_paddr, from, v1);
	return true;
}

bool
pvh_parse(struct boot_view *view, uint64_t start_info)
{
	struct hvm_start_info info;

	if (!parse_start_info(view, start_info, &info))
		return false;
	if ((info.flags & ~SIF_KNOWN) != 0)
		pvh_warn(view, PVH_ODD_FLAGS, 0, info.flags);
	if (!parse_memmap(view, &info))
		return false;
	view->cmdline = cmdline_copy(view, info.cmdline_paddr, OF_KERNEL);
	parse_modlist(view, info.modlist_paddr, info.nr_modules);
	view->rsdp = rsdp_find(view, info.rsdp_paddr);
	return true;
}
