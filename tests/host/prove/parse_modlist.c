/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: parse_modlist, parse_module
 * property: module K of the first arrives, in order
 * bound: BOOT_MODULES 3
 * cbmc: --unwind 4
 */
#define BOOT_MODULES 3
#include "prove.h"
#include "noted.h"
#include "arch/pvh/pvh_parse.c"

/* The loader's list, and an arbitrary entry of it. */
static struct hvm_modlist_entry given[BOOT_MODULES];
struct hvm_modlist_entry entry;
uint32_t ghost;
static uint64_t address;
static uint32_t count;
static bool in_reach;

/* As physmem_at.c proves it. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	PROVE(paddr == address && size / 32 == count && size % 32 == 0,
	    "the list and no more");
	ASSUME(paddr != 0 || !in_reach);
	return in_reach ? given : NULL;
}

/* As string_copy.c proves it: any string, or none. */
uint32_t copied;
static char some[1], *words, *ghost_words;

char *
cmdline_copy(struct boot_view *view, uint64_t paddr, uint32_t module)
{
	(void)view;
	PROVE(module == copied, "in order");
	PROVE(module != ghost || paddr == entry.cmdline_paddr, "its own line");
	copied++;
	words = nondet_bool() ? some : NULL;
	if (module == ghost)
		ghost_words = words;
	return words;
}

void
proof(void)
{
	static struct boot_view view;
	struct hvm_modlist_entry any[BOOT_MODULES];
	uint32_t i, first;

	address = nondet_uint64_t();
	count = nondet_uint32_t();
	in_reach = nondet_bool();
	ghost = nondet_uint32_t();
	ASSUME(ghost < BOOT_MODULES);
	entry.paddr = nondet_uint64_t();
	entry.size = nondet_uint64_t();
	entry.cmdline_paddr = nondet_uint64_t();
	for (i = 0; i < BOOT_MODULES; i++)
		given[i] = any[i];
	given[ghost] = entry;
	copied = 0;
	parse_modlist(&view, address, count);
	PROVE(given[ghost].paddr == entry.paddr, "the list stays as it is");
	PROVE(defect.code == PVH_OK, "no reason not to boot");
	first = count < BOOT_MODULES ? count : BOOT_MODULES;
	if (count != 0 && !in_reach) {
		PROVE(view.module_count == 0 && copied == 0, "all left out");
		if (address == 0) {
			PROVE(NOTED(warning, PVH_MODLIST_MISSING, count, 0),
			    "missing");
			REACHED("missing");
		} else {
			PROVE(NOTED(warning, PVH_MODLIST_RANGE, count, address),
			    "out of reach");
			REACHED("out of reach");
		}
		return;
	}
	PROVE(view.module_count == first, "as many as there are, or fit");
	if (count > BOOT_MODULES) {
		PROVE(NOTED(warning, PVH_MODLIST_FULL, count, BOOT_MODULES),
		    "too many");
		REACHED("too many");
	} else {
		PROVE(warning.code == PVH_OK, "no warning");
	}
	PROVE(copied == first, "all of them");
	if (ghost < first) {
		PROVE(view.module[ghost].paddr == entry.paddr &&
			view.module[ghost].size == entry.size &&
			view.module[ghost].cmdline == ghost_words &&
			view.module[ghost].index == ghost,
		    "its own bytes");
		REACHED("a module");
	}
	if (count == 0)
		REACHED("none");
}
