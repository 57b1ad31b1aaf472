/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: parse_table
 * property: each entry, read once, goes into the map
 * bound: none
 */
#include "prove.h"
#include "noted.h"
#include "arch/pvh/pvh_parse.c"

/* The loader's table, and an arbitrary entry of it. */
static struct hvm_memmap_table_entry *given;
uint32_t ghost;
struct hvm_memmap_table_entry entry;
static uint64_t address;
static uint32_t count;
static bool in_reach;

/* As physmem_at.c proves it. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	PROVE(paddr == address && size / 24 == count && size % 24 == 0,
	    "the table and no more");
	return in_reach ? given : NULL;
}

/* As memmap_add.c proves it: any entry may be refused. */
uint32_t added;
bool refused;

bool
memmap_add(struct boot_view *view, uint32_t i, uint64_t addr, uint64_t size,
    uint32_t type)
{
	(void)view;
	PROVE(i == added && i < count && !refused, "one after the other");
	PROVE(i != ghost ||
		(addr == entry.addr && size == entry.size &&
		    type == entry.type),
	    "as it is in the table");
	added++;
	refused = nondet_bool();
	return !refused;
}

void
proof(void)
{
	static struct boot_view view;
	bool ok;

	address = nondet_uint64_t();
	count = nondet_uint32_t();
	in_reach = nondet_bool();
	ghost = nondet_uint32_t();
	ASSUME(ghost < count);
	given = malloc(count * sizeof(*given));
	entry = given[ghost];
	added = 0;
	refused = false;
	ok = parse_table(&view, address, count);
	PROVE(given[ghost].addr == entry.addr, "the table stays as it is");
	if (!in_reach) {
		PROVE(NOTED(defect, PVH_MEMMAP_RANGE, count, address), "");
		PROVE(!ok && added == 0, "nothing is read");
		REACHED("out of reach");
	} else if (ok) {
		PROVE(added == count && !refused, "all of them");
		REACHED("in the map");
	} else {
		PROVE(refused, "because one is refused");
		REACHED("refused");
	}
}
