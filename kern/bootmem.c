/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages for the kernel's own use: the free ones from kernend upwards. */
#include "kern/bootmem.h"

#define PAGE 4096ull

static uint64_t
round_page(uint64_t paddr)
{
	return (paddr + PAGE - 1) & ~(PAGE - 1);
}

void
bootmem_init(struct bootmem *bm, const struct boot *boot)
{
	bm->boot = boot;
	bm->next = round_page(boot->preload.end);
}

/* The last byte of a loaded file that reaches into the page; 0: none does. */
static uint64_t
file_over(const struct boot *boot, uint64_t page)
{
	struct boot_file f = { 0 };

	while (boot_next_file(boot, &f)) {
		if (!f.is_placed)
			continue;
		if (f.size > UINT64_MAX - f.addr)
			f.size = UINT64_MAX - f.addr;
		if (f.addr < page + PAGE && f.addr + f.size > page)
			return f.addr + f.size - 1;
	}
	return 0;
}

uint64_t
bootmem_page(struct bootmem *bm)
{
	struct physmap_range r;
	uint64_t page = bm->next, taken; /* the last byte in the way, or 0 */

	while (page < LOAD_LIMIT && physmap_sweep(&bm->boot->map, page, &r)) {
		if (r.base > page)
			taken = r.base - 1;
		else if (!r.free || r.last - page < PAGE - 1)
			taken = r.last;
		else
			taken = file_over(bm->boot, page);
		if (taken == 0) {
			bm->next = page + PAGE;
			return page;
		}
		page = taken < LOAD_LIMIT ? round_page(taken + 1) : LOAD_LIMIT;
	}
	return 0;
}
