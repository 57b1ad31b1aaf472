/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: settle_modules
 * property: all placed, then all taken, as they are sorted
 * bound: none
 * stub: sort:sorts settle:settles take:takes
 * cbmc: --unwind 66
 */
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view whole;
static struct freebsd made = { .view = &whole };
static uint8_t sorted;
static uint32_t count, settled, taken;
static uint32_t ghost;  /* any place in the order */
static unsigned looked; /* calls of memmap_is() */
static bool in_order, refused, ram;

/* As module_sort.c proves it: any modules, in any order. */
void
sorts(struct places *p)
{
	uint8_t any[BOOT_MODULES];
	uint32_t i;

	PROVE(p->view == &whole && p->full == whole.image.end && !in_order,
	    "once");
	for (i = 0; i < BOOT_MODULES; i++)
		p->order[i] = any[i];
	sorted = any[ghost];
	p->first = BOOT_MODULES - count;
	in_order = true;
}

/* As module_settle.c and module_take.c prove it: any module may be refused. */
bool
settles(struct places *p, uint32_t i)
{
	PROVE(p->view == &whole && in_order && !refused && settled < count &&
		i == p->first + settled && taken == 0,
	    "the next one");
	PROVE(
	    settled > 0 || p->above == p->first, "none is below what is full");
	settled++;
	p->above = nondet_uint32_t();
	p->full = nondet_uint64_t();
	refused = nondet_bool();
	return !refused;
}

uint32_t
takes(struct freebsd *b, const struct places *p, uint32_t i)
{
	uint64_t end = nondet_uint64_t();
	uint32_t next = nondet_uint32_t();

	PROVE(taken > 0 || made.kernend == whole.image.end, "the image's end");
	PROVE(b == &made && p->view == &whole && settled == count && !refused &&
		taken < count && i == p->first + taken &&
		p->order[ghost] == sorted,
	    "the next one, when all have their places");
	ASSUME(end >= made.kernend && end <= GIB);
	ASSUME(next > i && next <= BOOT_MODULES);
	made.kernend = end;
	taken += next - i;
	refused = nondet_bool();
	return refused ? 0 : next;
}

/* As memmap_is.c proves it: all of it may be RAM or not. */
bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	PROVE(m == &whole.map && type == 1 && looked == 0 && taken == count &&
		!refused && first == made.kernend && last - first == 0x1fffff,
	    "2 MiB from kernend on, last");
	looked++;
	return ram;
}

void
proof(void)
{
	bool ok;

	made.view = &whole;
	settled = taken = looked = 0;
	in_order = refused = false;
	warning.code = PVH_OK;
	whole.image.start = nondet_uint64_t();
	whole.image.end = nondet_uint64_t();
	count = nondet_uint32_t();
	ram = nondet_bool();
	ghost = nondet_uint32_t();
	ASSUME(ghost < BOOT_MODULES);
	ASSUME(whole.image.start < whole.image.end && whole.image.end <= GIB);
	ASSUME(count <= BOOT_MODULES);
	ok = settle_modules(&made);
	PROVE(in_order && ok == !refused, "no more refusals");
	if (!ok) {
		PROVE(looked == 0 && warning.code == PVH_OK, "no more");
		if (taken > 0)
			REACHED("not taken");
		else
			REACHED("refused");
		return;
	}
	PROVE(count > 0 || made.kernend == whole.image.end, "the image's end");
	PROVE(taken == count && looked == 1, "all of them");
	PROVE(NOTED(warning, PVH_ODD_HEADROOM, 0, made.kernend) == !ram,
	    "ODD_HEADROOM");
	PROVE((warning.code == PVH_OK) == ram, "no other warning");
	if (ram)
		REACHED("settled");
	else
		REACHED("little room");
}
