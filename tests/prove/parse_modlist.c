/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: parse_modlist, parse_module
 * property: module K arrives as it is, in order
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

/* See physmem_at. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	PROVE(paddr == address && size / 32 == count && size % 32 == 0,
	    "the list and no more");
	return in_reach ? given : NULL;
}

/* See string_copy and module_name: they refuse any, or none. */
uint32_t copied, named;
bool refused;
static char words[1];

bool
string_copy(
    struct boot_view *view, uint64_t paddr, uint32_t module, char **string)
{
	(void)view;
	PROVE(module == copied && module == named && !refused, "in order");
	PROVE(module != ghost || paddr == entry.cmdline_paddr, "its own line");
	copied++;
	refused = nondet_bool();
	*string = words;
	return !refused;
}

bool
module_name(struct boot_view *view, uint32_t module, char *line)
{
	(void)view;
	PROVE(
	    module == named && named + 1 == copied && line == words && !refused,
	    "in order");
	named++;
	refused = nondet_bool();
	return !refused;
}

void
proof(void)
{
	static struct boot_view view;
	struct hvm_modlist_entry any[BOOT_MODULES];
	uint32_t i;
	bool ok;

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
	copied = named = 0;
	refused = false;
	ok = parse_modlist(&view, address, count);
	PROVE(given[ghost].paddr == entry.paddr, "the list stays as it is");
	PROVE(view.module_count == count, "as many as there are");
	if (ok) {
		PROVE(named == count && !refused, "all of them");
		PROVE(IMPLIES(ghost < count,
			  view.module[ghost].paddr == entry.paddr &&
			      view.module[ghost].size == entry.size),
		    "its own bytes");
		REACHED("modules");
	} else if (refused) {
		REACHED("refused");
	} else if (address == 0) {
		PROVE(NOTED(defect, PVH_MODLIST_MISSING, count, 0), "");
		REACHED("missing");
	} else if (!in_reach) {
		PROVE(NOTED(defect, PVH_MODLIST_RANGE, count, address), "");
		REACHED("out of reach");
	} else {
		PROVE(count > BOOT_MODULES &&
			NOTED(defect, PVH_MODLIST_FULL, count, BOOT_MODULES),
		    "");
		REACHED("too many");
	}
}
