/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory above 4 GiB, where libkrun puts an initrd. It is not mapped, so the
 * copy borrows the last page of the identity map, 2 MiB of firmware that the
 * door never reads. Page tables: Intel SDM 3A, 4.5; AMD APM 2, 5.3.
 */
#include "kit.h"

#define LARGE_PAGE  0x200000ull
#define LAST_PAGE   (4 * GIB - LARGE_PAGE)
#define LEAF_LAST   0x80000000
#define LEAF_WIDTHS 0x80000008 /* eax, low byte: bits of physical addresses */
#define LEAST_WIDTH 36         /* every CPU with long mode has it */

extern volatile uint64_t pvh_last_page; /* its page table entry */

/* How many bytes the CPU can address. */
static uint64_t
top(void)
{
	if (cpuid(LEAF_LAST).eax < LEAF_WIDTHS)
		return 1ull << LEAST_WIDTH;
	return 1ull << (cpuid(LEAF_WIDTHS).eax & 63);
}

bool
physmem_far(uint64_t paddr, uint64_t size)
{
	return paddr != 0 && !range_below(paddr, size, 4 * GIB) &&
	    range_below(paddr, size, top());
}

static void
show(uint64_t entry)
{
	pvh_last_page = entry;
	__asm__ volatile("invlpg (%0)" : : "r"(LAST_PAGE) : "memory");
}

void
physmem_copy_far(char *to, uint64_t paddr, uint64_t size)
{
	const uint64_t own = pvh_last_page;
	uint64_t offset, count;

	for (; size > 0; size -= count, paddr += count, to += count) {
		offset = paddr % LARGE_PAGE;
		count = LARGE_PAGE - offset;
		if (count > size)
			count = size;
		show((paddr - offset) | (own & 0xfff));
		physmem_copy(to, (const char *)LAST_PAGE + offset, count);
	}
	show(own);
}
