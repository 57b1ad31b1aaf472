/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_parse
 * property: its parts in order; ODD_FLAGS iff so
 * bound: none
 * stub: parse_start_info:header parse_memmap:memmap
 * stub: parse_modlist:modlist
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "conversion" /* ~SIF_KNOWN is an int */
#include "arch/pvh/pvh_parse.c"
#pragma CPROVER check pop

static struct boot_view view;
static struct hvm_start_info info;
static uint64_t address, rsdp;
static unsigned part;
static bool refused;
static char some[1], *line;

/* Each of the functions called may refuse. */
static bool
answer(const struct boot_view *v, unsigned number)
{
	PROVE(v == &view && !refused && part == number, "in order");
	part++;
	refused = nondet_bool();
	return !refused;
}

/* As parse_info.c proves it. */
bool
header(struct boot_view *v, uint64_t paddr, struct hvm_start_info *copy)
{
	struct hvm_start_info any;

	PROVE(paddr == address, "start_info");
	*copy = info = any;
	return answer(v, 0);
}

/* As parse_memmap.c proves it. */
bool
memmap(struct boot_view *v, const struct hvm_start_info *copy)
{
	PROVE(copy->version == info.version &&
		copy->memmap_paddr == info.memmap_paddr &&
		copy->memmap_entries == info.memmap_entries,
	    "its own map");
	PROVE(NOTED(warning, PVH_ODD_FLAGS, 0, info.flags) ==
		((info.flags & 0xffff00e0) != 0),
	    "before it, ODD_FLAGS");
	return answer(v, 1);
}

/* As string_copy.c proves it: any line, or none. */
char *
cmdline_copy(struct boot_view *v, uint64_t paddr, uint32_t module)
{
	PROVE(v == &view && !refused && part == 2, "in order");
	PROVE(paddr == info.cmdline_paddr && module == UINT32_MAX,
	    "its own command line");
	part++;
	line = nondet_bool() ? some : NULL;
	return line;
}

/* As parse_modlist.c proves it. */
void
modlist(struct boot_view *v, uint64_t paddr, uint32_t count)
{
	PROVE(v == &view && !refused && part == 3, "in order");
	PROVE(paddr == info.modlist_paddr && count == info.nr_modules,
	    "its own modules");
	part++;
}

/* As rsdp_find.c proves it. */
uint64_t
rsdp_find(struct boot_view *v, uint64_t paddr)
{
	PROVE(v == &view && !refused && part == 4, "last");
	PROVE(paddr == info.rsdp_paddr, "its own RSDP");
	part++;
	rsdp = nondet_uint64_t();
	return rsdp;
}

void
proof(void)
{
	bool ok;

	address = nondet_uint64_t();
	ok = pvh_parse(&view, address);
	PROVE(ok == (part == 5), "false iff a part is refused");
	PROVE(defect.code == PVH_OK, "no defect of its own");
	PROVE((warning.code != PVH_OK) ==
		(part > 1 && (info.flags & 0xffff00e0) != 0),
	    "no other warning");
	if (ok) {
		PROVE(view.rsdp == rsdp && view.cmdline == line, "kept");
		if (warning.code == PVH_OK)
			REACHED("all of it");
		else
			REACHED("odd flags");
	} else if (part == 1) {
		REACHED("start_info");
	} else {
		REACHED("memory map");
	}
}
