/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: raise_kernend
 * property: the first page with 2 MiB clear of modules
 * bound: BOOT_MODULES 3
 * sources: arch/pvh/physmem.c
 */
#define BOOT_MODULES 3
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "ours.h"
#include "arch/pvh/modules.c"

static struct boot_view given;
uint64_t end;   /* of the image */
uint32_t ghost; /* any module */
uint64_t page;  /* any page from the end on with 2 MiB clear, if clear */
bool clear;

#define TWO_MIB 0x200000ull
#define SHARES(m, at) \
	((m).size > 0 && MEETS((m).paddr, (m).size, at, (at) + TWO_MIB))

void
proof(void)
{
	struct boot_module any[BOOT_MODULES];
	uint32_t i;

	assume_ours(&given);
	end = given.image.end;
	given.module_count = nondet_uint32_t();
	ghost = nondet_uint32_t();
	page = nondet_uint64_t();
	clear = nondet_bool();
	ASSUME(ghost < given.module_count || given.module_count == 0);
	ASSUME(given.module_count <= BOOT_MODULES);
	ASSUME(!clear || (page >= end && page <= GIB && page % 4096 == 0));
	/* As settle() leaves them. */
	for (i = 0; i < BOOT_MODULES; i++) {
		ASSUME(any[i].size == 0 ||
		    (any[i].size <= GIB && any[i].paddr <= GIB - any[i].size));
		given.module[i] = any[i];
		if (clear && i < given.module_count)
			ASSUME(!SHARES(any[i], page));
	}
	raise_kernend(&given);
	PROVE(given.kernend >= end && given.kernend % 4096 == 0, "a page");
	PROVE(given.module_count == 0 ||
		!SHARES(given.module[ghost], given.kernend),
	    "2 MiB are clear");
	PROVE(!clear || given.kernend <= page, "the first such page");
	if (given.kernend == end)
		REACHED("the image's end");
	else
		REACHED("raised");
}
