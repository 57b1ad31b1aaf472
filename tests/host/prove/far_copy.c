/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: physmem_copy_far
 * property: each byte once, in place; the page given back
 * bound: none
 * stub: show:show_page
 */
#include "prove.h"
/* To CBMC, the last page is not an object. */
#pragma CPROVER check push
#pragma CPROVER check disable "pointer-overflow"
#include "arch/pvh/far.c"
#pragma CPROVER check pop

#define TOP (1ull << 63) /* no CPU has higher addresses */

volatile uint64_t pvh_last_page;

uint64_t entry;         /* the page table's entry, as the CPU sees it */
uint64_t own, low_bits; /* the entry at first; its bits that are no address */
char *target;
uint64_t source, bytes;
uint64_t ghost;  /* any byte */
uint32_t copied; /* how often it was copied */

/* The real one writes the entry and flushes the TLB: boots test that. */
void
show_page(uint64_t shown)
{
	entry = shown;
}

/* As physmem_copy.c proves it. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint64_t offset = (uintptr_t)from - 0xffe00000, at, done;

	PROVE((uintptr_t)from >= 0xffe00000 && size > 0 && size <= 0x200000 &&
		offset <= 0x200000 - size,
	    "within the last page");
	PROVE((entry & 0xfff) == low_bits && (entry & 0x1ff000) == 0,
	    "its entry is like its own, for a large page");
	PROVE(__CPROVER_same_object(to, target), "the target");
	done = (uint64_t)__CPROVER_POINTER_OFFSET(to);
	PROVE(done < bytes && size <= bytes - done, "within the target");
	at = entry - low_bits + offset;
	PROVE(at == source + done, "the bytes that belong there");
	if (ghost >= done && ghost - done < size)
		copied++;
}

void
proof(void)
{
	own = nondet_uint64_t();
	low_bits = own & 0xfff;
	pvh_last_page = entry = own;
	source = nondet_uint64_t();
	bytes = nondet_uint64_t();
	ghost = nondet_uint64_t();
	copied = 0;
	ASSUME(source <= TOP && bytes <= GIB && source + bytes <= TOP);
	ASSUME(ghost < bytes);
	target = malloc(bytes);
	physmem_copy_far(target, source, bytes);
	PROVE(copied == 1, "each byte once");
	PROVE(entry == own, "the page is given back");
	if (bytes > 0x200000)
		REACHED("more than a page");
	else
		REACHED("a page or two");
}
