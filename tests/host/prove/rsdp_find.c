/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: rsdp_find, rsdp_scan
 * property: the one given, or the first that is valid
 * bound: none
 * replace: rsdp_valid
 * stub: is_signed:is_signed_at
 */
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"

/* Any address, and whether an RSDP there is valid (rsdp.c). */
uint64_t ghost;
bool valid;

static bool rsdp_valid(const struct physmem *pm, uint64_t paddr)
    __CPROVER_assigns()
	__CPROVER_ensures(paddr != ghost || __CPROVER_return_value == valid);

#include "arch/pvh/rsdp.c"

/*
 * As physmem_at.c proves it, where the EBDA's segment may be out of reach. All
 * else below 1 MiB is in reach, for the door is not there (pvh.ld).
 */
static uint16_t segment;
static bool in_reach;
static struct extent searched; /* the last range */
static char memory;

void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	if (paddr == 0x40e) {
		PROVE(size == 2, "the EBDA's segment");
		return in_reach ? &segment : NULL;
	}
	PROVE(paddr < 0x100000 && size <= 0x100000 - paddr, "below 1 MiB");
	searched.start = paddr;
	searched.end = paddr + size;
	return &memory;
}

/* What is valid has the signature. */
bool
is_signed_at(uintptr_t bytes)
{
	uint64_t paddr = searched.start + (bytes - (uintptr_t)&memory);

	PROVE(paddr >= searched.start && paddr + 8 <= searched.end, "in it");
	return (valid && paddr == ghost) || nondet_bool();
}

/* Whether an RSDP is searched for at that address. */
static bool
ebda(uint64_t paddr)
{
	uint64_t start = (uint64_t)segment * 16;

	return in_reach && start >= 0x500 && start <= 0x9ffec &&
	    paddr >= start && paddr < start + 1024 && paddr < 0x9ffed &&
	    paddr % 16 == 0;
}

static bool
bios(uint64_t paddr)
{
	return paddr >= 0xe0000 && paddr <= 0xfffff && paddr % 16 == 0;
}

void
proof(void)
{
	static struct boot_view view;
	uint64_t given = nondet_uint64_t(), found;

	in_reach = nondet_bool();
	segment = nondet_uint16_t();
	ghost = nondet_uint64_t();
	valid = nondet_bool();
	warning.code = PVH_OK;
	found = rsdp_find(&view, given);
	if (given != 0) {
		PROVE(found == given, "as it is");
		PROVE(given != ghost ||
			NOTED(warning, PVH_ODD_RSDP, 0, given) == !valid,
		    "a warning iff it is not valid");
		REACHED("given");
		return;
	}
	PROVE(warning.code == PVH_OK, "no warning");
	PROVE(found == 0 || ebda(found) || bios(found), "there");
	if (found == 0) {
		PROVE(!valid || !(ebda(ghost) || bios(ghost)), "none");
		REACHED("none");
	} else if (found == ghost) {
		PROVE(valid, "a valid one");
		REACHED("found");
	} else if (ebda(found)) {
		PROVE(!(valid && ebda(ghost) && ghost < found), "the first");
		REACHED("in the EBDA");
	} else {
		PROVE(!(valid && ebda(ghost)), "none in the EBDA");
		PROVE(!(valid && bios(ghost) && ghost < found), "the first");
		REACHED("in the BIOS");
	}
}
