/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own page tables, with pages as large as fit. */
#include "arch/amd64/pmap.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/trap.h"
#include "kern/boot.h"
#include "kern/bootmem.h"
#include "kern/machine.h"
#include "kern/panic.h"
#include "kern/string.h"

#define PG_PRESENT 0x001ull
#define PG_WRITE   0x002ull
#define PG_LARGE   0x080ull
#define PG_NX      (1ull << 63)
#define PG_FRAME   0x000ffffffffff000ull

/* A level 1 entry maps 4 KiB, level 2 2 MiB, level 3 1 GiB. */
#define LEVEL_SHIFT(level) (12 + 9 * ((level)-1))
#define LEVEL_SIZE(level)  (1ull << LEVEL_SHIFT(level))
#define TOP_LEVEL          4

static struct bootmem bootmem;
static uint64_t root;              /* physical */
static uint64_t tables = KERNBASE; /* a page table is at tables + paddr */
static uint64_t dmap_end;          /* no physical address from here on */
static unsigned max_level = 2;
static uint64_t nx;

static uint64_t *
table_at(uint64_t paddr)
{
	return (uint64_t *)(tables + paddr);
}

/* A cleared page table, by its physical address; 0 if there is no room. */
static uint64_t
new_table(void)
{
	uint64_t paddr = bootmem_page(&bootmem);

	if (paddr != 0)
		memset(table_at(paddr), 0, PAGE_SIZE);
	return paddr;
}

/*
 * The entry for va: at *level, if nothing is there yet; at a lower level, if
 * there is a table; at a higher one, if a larger page maps va already. Puts
 * that level in *level. Makes the tables on the way; NULL if there is no room.
 */
static uint64_t *
walk(uint64_t va, unsigned *level)
{
	uint64_t paddr = root, table, *pte;
	unsigned l;

	for (l = TOP_LEVEL;; l--) {
		pte = table_at(paddr) + (va >> LEVEL_SHIFT(l) & 511);
		if ((*pte & PG_LARGE) != 0 || l == 1 ||
		    (l <= *level && *pte == 0)) {
			*level = l;
			return pte;
		}
		if (*pte == 0) {
			table = new_table();
			if (table == 0)
				return NULL;
			*pte = table | PG_PRESENT | PG_WRITE;
		}
		paddr = *pte & PG_FRAME;
	}
}

/*
 * Maps [paddr, end) at window + paddr; what is mapped there already stays as it
 * is. Only the first and the last page may reach beyond the range.
 */
static bool
map(uint64_t window, uint64_t paddr, uint64_t end, uint64_t flags)
{
	unsigned level;
	uint64_t *pte;

	paddr &= ~(PAGE_SIZE - 1);
	while (paddr < end) {
		level = max_level;
		while (level > 1 &&
		    ((paddr & (LEVEL_SIZE(level) - 1)) != 0 ||
			end - paddr < LEVEL_SIZE(level)))
			level--;
		pte = walk(window + paddr, &level);
		if (pte == NULL)
			return false;
		if (*pte == 0)
			*pte = paddr | flags | PG_PRESENT |
			    (level > 1 ? PG_LARGE : 0);
		paddr = (paddr | (LEVEL_SIZE(level) - 1)) + 1;
	}
	return true;
}

static bool
map_kernel(uint64_t kernend)
{
	uint64_t text = kernel_paddr(kernel_start);
	uint64_t rodata = kernel_paddr(etext);
	uint64_t data = kernel_paddr(erodata), guard;
	unsigned i;

	if (!map(KERNBASE, text, rodata, 0) || !map(KERNBASE, rodata, data, nx))
		return false;
	for (i = 0; i < STACKS; i++) {
		guard = kernel_paddr(stacks[i]);
		if (!map(KERNBASE, data, guard, PG_WRITE | nx))
			return false;
		data = guard + PAGE_SIZE;
	}
	return map(KERNBASE, data, kernend, PG_WRITE | nx);
}

static bool
map_memory(const struct physmap *mm)
{
	struct physmap_range r = { 0 };
	uint64_t from = 0, end;

	if (!map(DMAP_BASE, kernel_paddr(kernel_start), kernel_paddr(erodata),
		nx) ||
	    !map(DMAP_BASE, 0, LOW_MEMORY, PG_WRITE | nx))
		return false;
	while (physmap_sweep(mm, from, &r) && r.base < dmap_end) {
		end = r.last < dmap_end ? r.last + 1 : dmap_end;
		if (physmap_is_memory(r.type) &&
		    !map(DMAP_BASE, r.base, end, PG_WRITE | nx))
			return false;
		if (end == dmap_end)
			break;
		from = end;
	}
	return true;
}

/* How wide physical addresses are, and what kinds of pages there are. */
static void
ask_cpu(void)
{
	unsigned bits = 36;

	if (cpuid(0x80000000).eax >= 0x80000008)
		bits = cpuid(0x80000008).eax & 0xff;
	dmap_end = bits < DMAP_BITS ? 1ull << bits : DMAP_SIZE;
	if (cpu_has_1g_pages())
		max_level = 3;
	if (cpu_has_nx())
		nx = PG_NX;
}

void
pmap_init(const struct boot *boot)
{
	uint64_t top;

	ask_cpu();
	bootmem_init(&bootmem, boot);
	root = new_table();
	if (root == 0 || !map_kernel(boot->preload.end) ||
	    !map_memory(&boot->map))
		panic("no free memory for page tables below 1 GiB");
	top = root;
	/* With five levels both windows are in the last slot of the fifth. */
	if ((read_cr4() & CR4_LA57) != 0) {
		top = new_table();
		if (top == 0)
			panic("no free memory for page tables below 1 GiB");
		table_at(top)[511] = root | PG_PRESENT | PG_WRITE;
	}
	load_cr3(top);
	tables = DMAP_BASE;
}

void *
pmap_map(uint64_t paddr, uint64_t len)
{
	if (paddr >= dmap_end || len > dmap_end - paddr ||
	    !map(DMAP_BASE, paddr, paddr + len, PG_WRITE | nx))
		return NULL;
	return (void *)(DMAP_BASE + paddr);
}
