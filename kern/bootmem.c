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
bootmem_init(struct bootmem *bm, const struct boot *boot)
{
	bm->boot = boot;
	bm->next = round_page(boot->preload.end);
}

/* The end of a file that has a byte in the page; 0 if there is none. */
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
			return f.addr + f.size;
	}
	return 0;
}

uint64_t
bootmem_page(struct bootmem *bm)
{
	struct memmap_range r = { 0 };
	uint64_t page = bm->next, end;

	while (page < LOAD_LIMIT && memmap_sweep(&bm->boot->map, page, &r) &&
	    r.base < LOAD_LIMIT) {
		if (page < r.base)
			page = round_page(r.base);
		if (!r.free || r.last < page || r.last - page < PAGE - 1) {
			if (r.last >= LOAD_LIMIT)
				break;
			page = round_page(r.last + 1);
			continue;
		}
		end = file_over(bm->boot, page);
		if (end) {
			if (end >= LOAD_LIMIT)
				break;
			page = round_page(end);
			continue;
		}
		bm->next = page + PAGE;
		return page;
	}
	return 0;
}
