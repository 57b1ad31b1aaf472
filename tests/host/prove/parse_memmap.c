/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: parse_memmap
 * property: the table, or Xen's; NO_MEMMAP, NO_RAM iff so
 * bound: MEMMAP_STEPS 8
 * stub: parse_table:table
 * cbmc: --unwind 9
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 8
#include "prove.h"
#include "noted.h"

/* A build has xen_map.c or not. */
static bool (*xen_map)(struct boot_view *view, uint32_t *entries);
#define xen_memmap xen_map
#include "arch/pvh/pvh_parse.c"

static struct boot_view view;
static struct hvm_start_info info;
static uint32_t cleared, filled, asked, entries;
static bool refused;

/* As memmap_clear.c proves it. */
void
memmap_clear(struct memmap *m)
{
	PROVE(m == &view.map && filled + asked == 0, "the map, at first");
	cleared++;
}

/*
 * As parse_table.c proves it: any map, or a defect. xen_map.c is tested by
 * boots.
 */
static bool
fill(void)
{
	struct memmap any;

	PROVE(cleared == 1 && filled + asked == 0, "of the empty map, once");
	ASSUME(any.count >= 1 && any.count <= MEMMAP_STEPS);
	view.map = any;
	refused = nondet_bool();
	return !refused;
}

bool
table(struct boot_view *v, uint64_t paddr, uint32_t count)
{
	bool ok = fill();

	PROVE(v == &view && paddr == info.memmap_paddr &&
		count == info.memmap_entries,
	    "the loader's table");
	filled++;
	return ok;
}

static bool
ask(struct boot_view *v, uint32_t *count)
{
	bool ok = fill();

	PROVE(v == &view, "the view");
	*count = entries = nondet_uint32_t();
	asked++;
	return ok;
}

void
proof(void)
{
	struct hvm_start_info given;
	uint32_t i;
	bool ok, ram = false;

	info = given;
	entries = info.memmap_entries;
	if (nondet_bool())
		xen_map = ask;
	ok = parse_memmap(&view, &info);
	PROVE(ok == (!refused && defect.code == PVH_OK), "false iff a defect");
	PROVE(asked == (info.version == 0 && xen_map != NULL), "Xen's map");
	PROVE(filled ==
		(info.version != 0 && info.memmap_paddr != 0 &&
		    info.memmap_entries != 0),
	    "the table");
	if (asked + filled == 0) {
		PROVE(NOTED(defect, PVH_NO_MEMMAP, info.version, 0), "none");
		REACHED("no map");
		return;
	}
	if (refused) {
		PROVE(defect.code == PVH_OK, "its own defect");
		REACHED("refused");
		return;
	}
	for (i = 0; i < view.map.count; i++)
		ram = ram || view.map.step[i].type == 1;
	PROVE(ok == ram, "false iff there is no RAM");
	if (!ok) {
		PROVE(NOTED(defect, PVH_MEMMAP_NO_RAM, entries,
			  info.memmap_paddr),
		    "no RAM");
		REACHED("no RAM");
	} else if (asked != 0) {
		REACHED("Xen's");
	} else {
		REACHED("the table");
	}
}
