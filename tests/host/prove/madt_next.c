/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: madt_next
 * property: stays in any table, ends, gives enabled CPUs
 * bound: none
 */
#include "prove.h"
#include "arch/pvh/limine/madt.c"

void *
pvh_at(const struct boot_view *view, uint64_t paddr, uint64_t size)
{
	(void)view;
	(void)paddr;
	(void)size;
	PROVE(false, "the table is read without it");
	return NULL;
}

/* Loops have contracts, so these are the callers' as well. */
uint32_t at, before;
struct madt madt;
struct madt_cpu cpu;

void
proof(void)
{
	bool found;

	madt.size = nondet_uint32_t();
	at = before = nondet_uint32_t();
	ASSUME(madt.size == 0 || (madt.size >= 44 && madt.size <= 0x10000));
	ASSUME(at == 0 || (at >= 44 && at <= madt.size));
	madt.bytes = malloc(madt.size);
	found = madt_next(&madt, &at, &cpu);
	PROVE(at <= madt.size || at == 44, "in the table, or at its start");
	PROVE(!found || (at > before && at - before >= 8), "it moves on");
	PROVE(!found || cpu.apic_id != UINT32_MAX, "an ID of one CPU");
	if (found)
		REACHED("a CPU");
	else
		REACHED("the end");
}
