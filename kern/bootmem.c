/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages for the kernel's own use: upwards from kernend, around what is not
 * free. */
#include "kern/bootmem.h"

#define PAGE 4096UL

static uint64_t
round_page(uint64_t paddr)
{
	return (paddr + PAGE - 1) & ~(PAGE - 1);
}

void
bootmem_init(struct bootmem *bm, const struct boot *boot, uint64_t limit)
{
	bm->boot = boot;
	bm->next = round_page(boot->preload.end);
	bm->limit = limit;
}

/* The end of a module that has a byte in the page; 0 if there is none. */
static uint64_t
module_over(const struct preload *pl, uint64_t page)
{
	struct preload_file f = { 0 };
	uint64_t addr, size;

	while (preload_next_file(pl, &f)) {
		if (!preload_u64(pl, f, MODINFO_ADDR, &addr) ||
		    !preload_u64(pl, f, MODINFO_SIZE, &size))
			continue;
		if (size > UINT64_MAX - addr)
			size = UINT64_MAX - addr;
		if (addr < page + PAGE && addr + size > page)
			return addr + size;
	}
	return 0;
}

uint64_t
bootmem_page(struct bootmem *bm)
{
	struct memmap_range r = { 0 };
	uint64_t page = bm->next, end;

	while (page < bm->limit && memmap_sweep(&bm->boot->map, page, &r) &&
	    r.base < bm->limit) {
		if (page < r.base)
			page = round_page(r.base);
		if (!r.free || r.last < page || r.last - page < PAGE - 1) {
			if (r.last >= bm->limit)
				break;
			page = round_page(r.last + 1);
			continue;
		}
		end = module_over(&bm->boot->preload, page);
		if (end) {
			if (end >= bm->limit)
				break;
			page = round_page(end);
			continue;
		}
		bm->next = page + PAGE;
		return page;
	}
	return 0;
}
