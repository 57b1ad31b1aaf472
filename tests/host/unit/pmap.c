/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own page tables, read as a CPU reads them, against what pmap.h
 * says of the address space. Physical memory is a file, mapped where the kernel
 * has its two windows here; the CPU is what a test says.
 */
#define _GNU_SOURCE
#include "metadata_of.h"
#include <sys/mman.h>
#include <unistd.h>

#define CPU_H
#define CR4_LA57 (1ull << 12)

struct cpuid {
	uint32_t eax;
};

static struct {
	bool nx, gib, la57, leaf;
	uint32_t bits;
	uint64_t cr3;
} cpu;

static struct cpuid
cpuid(uint32_t leaf)
{
	if (leaf == 0x80000000)
		return (struct cpuid){ cpu.leaf ? 0x80000008 : 0x80000001 };
	assert_int_equal(leaf, 0x80000008);
	return (struct cpuid){ 0x3000 | cpu.bits };
}

static bool
cpu_has_1g_pages(void)
{
	return cpu.gib;
}

static bool
cpu_has_nx(void)
{
	return cpu.nx;
}

static uint64_t
read_cr4(void)
{
	return cpu.la57 ? CR4_LA57 : 0;
}

static void
load_cr3(uint64_t paddr)
{
	cpu.cr3 = paddr;
}

#include "arch/amd64/pmap.h"
#include "arch/amd64/trap.h"

/* Where a program can have the windows, and a kernel of its own. */
#undef KERNBASE
#undef DMAP_BASE
#define KERNBASE             0x200000000000ull
#define DMAP_BASE            0x300000000000ull
#define MEMORY               0x4000000ull
#define KERNEL               0x200000ull
#define kernel_start         image
#define etext                (image + 0x5000)
#define erodata              (image + 0x8000)
#define stacks               ((char(*)[STACK_SIZE])(image + 0x20000))
#define kernel_paddr(symbol) (KERNEL + (uint64_t)((char *)(symbol)-image))
static char image[START - KERNEL];

#include "arch/amd64/pmap.c"

#define FIRST 0x300000ull
#define FRAME 0x000ffffffffff000ull

struct range {
	uint64_t first, end; /* physical */
};

static struct piece piece[MAP_MOST];
static uint32_t pieces;

static void
open_memory(void)
{
	static int fd = -1;
	int flags = MAP_SHARED | MAP_FIXED_NOREPLACE;

	if (fd >= 0)
		return;
	fd = memfd_create("memory", 0);
	assert_int_equal(ftruncate(fd, MEMORY), 0);
	assert_true(mmap((void *)KERNBASE, MEMORY, PROT_READ | PROT_WRITE,
			flags, fd, 0) == (void *)KERNBASE);
	assert_true(mmap((void *)DMAP_BASE, MEMORY, PROT_READ | PROT_WRITE,
			flags, fd, 0) == (void *)DMAP_BASE);
}

/* The machine as it is at first; true if pmap_init() comes back. */
static bool
init(bool efi)
{
	open_memory();
	memset((void *)KERNBASE, 0xa5, MEMORY);
	begin();
	put_map(piece, pieces, efi);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	tables = KERNBASE;
	max_level = 2;
	nx = 0;
	cpu.cr3 = 0;
	if (setjmp(panic_jump) != 0)
		return false;
	pmap_init(&boot);
	return true;
}

/* ---- what the tables say */

static struct page {
	uint64_t va, pa, size, flags;
} page[20000];
static uint32_t pages, table_count;
static bool used[MEMORY / PAGE];

/* Each table is free RAM behind kernend, and used once. */
static void
assert_table(uint64_t paddr, bool efi)
{
	uint64_t at;

	assert_int_equal(paddr % PAGE, 0);
	assert_true(paddr >= boot.preload.end && paddr < LOAD_LIMIT);
	assert_true(paddr < MEMORY && !used[paddr / PAGE]);
	for (at = paddr; at < paddr + PAGE; at += PAGE / 8)
		assert_int_equal(strictest(piece, pieces, at, efi), 1);
	used[paddr / PAGE] = true;
	table_count++;
}

static void
walk_table(uint64_t table, unsigned level, uint64_t va, bool efi)
{
	const uint64_t *entry = (uint64_t *)(DMAP_BASE + table);
	uint64_t size = PAGE << 9 * (level - 1), flags;
	unsigned i;

	assert_table(table, efi);
	for (i = 0; i < 512; i++, va += size) {
		if (entry[i] == 0)
			continue;
		assert_int_equal(entry[i] & PG_PRESENT, PG_PRESENT);
		flags = entry[i] & ~FRAME;
		if (level > 1 && (flags & PG_LARGE) == 0) {
			assert_int_equal(flags, PG_PRESENT | PG_WRITE);
			walk_table(entry[i] & FRAME, level - 1, va, efi);
			continue;
		}
		assert_true(level < (cpu.gib ? 4u : 3u));
		assert_int_equal(flags & PG_LARGE, level > 1 ? PG_LARGE : 0);
		assert_int_equal(entry[i] & FRAME & (size - 1), 0);
		assert_true(pages < sizeof(page) / sizeof(page[0]));
		page[pages++] = (struct page){ va, entry[i] & FRAME, size,
			flags & ~(PG_LARGE | PG_PRESENT) };
	}
}

static void
read_tables(bool efi)
{
	const uint64_t *top = (uint64_t *)(DMAP_BASE + cpu.cr3);
	unsigned i;

	pages = table_count = 0;
	memset(used, 0, sizeof(used));
	if (!cpu.la57) {
		walk_table(cpu.cr3, 4, 0, efi);
		return;
	}
	assert_table(cpu.cr3, efi);
	for (i = 0; i < 511; i++)
		assert_int_equal(top[i], 0);
	assert_int_equal(top[511] & ~FRAME, PG_PRESENT | PG_WRITE);
	walk_table(top[511] & FRAME, 4, 0, efi);
}

/* ---- what they are to say */

static int
compare(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* In whole pages, sorted and merged, without [hole.first, hole.end). */
static uint32_t
whole_pages(struct range *r, uint32_t n, struct range hole)
{
	struct range in[64];
	uint32_t i, count = 0;

	for (i = 0; i < n; i++) {
		in[i].first = r[i].first & ~(PAGE - 1);
		in[i].end = (r[i].end + PAGE - 1) & ~(PAGE - 1);
	}
	qsort(in, n, sizeof(in[0]), compare);
	for (i = 0; i < n; i++) {
		if (count > 0 && in[i].first <= r[count - 1].end) {
			if (in[i].end > r[count - 1].end)
				r[count - 1].end = in[i].end;
		} else {
			r[count++] = in[i];
		}
	}
	for (i = 0; i < count; i++)
		if (r[i].first < hole.end && r[i].end > hole.first) {
			memmove(r + i + 1, r + i, (count - i) * sizeof(r[0]));
			r[i].end = hole.first;
			r[i + 1].first = hole.end;
			count++;
			i++;
		}
	for (n = i = 0; i < count; i++)
		if (r[i].first < r[i].end)
			r[n++] = r[i];
	return n;
}

/* The pages of a window with these flags are those ranges and no others. */
static void
assert_window(uint64_t window, uint64_t size, uint64_t flags,
    const struct range *want, uint32_t count)
{
	struct range now = { 0, 0 };
	uint32_t i, found = 0;

	for (i = 0; i <= pages; i++) {
		if (i < pages &&
		    (page[i].va < window || page[i].va >= window + size ||
			page[i].flags != flags))
			continue;
		if (i < pages) {
			assert_int_equal(page[i].va - window, page[i].pa);
			if (page[i].pa == now.end) {
				now.end += page[i].size;
				continue;
			}
		}
		if (now.first < now.end) {
			assert_true(found < count);
			assert_int_equal(now.first, want[found].first);
			assert_int_equal(now.end, want[found].end);
			found++;
		}
		if (i < pages)
			now = (struct range){ page[i].pa,
				page[i].pa + page[i].size };
	}
	assert_int_equal(found, count);
}

static void
assert_address_space(bool efi, struct range asked)
{
	const uint64_t no_exec = cpu.nx ? PG_NX : 0;
	struct range read_only = { KERNEL, KERNEL + 0x8000 }, r[64];
	uint64_t limit = 1ull << 36, at, next;
	uint32_t i, n = 0;

	if (cpu.leaf)
		limit = cpu.bits < 46 ? 1ull << cpu.bits : DMAP_SIZE;
	read_tables(efi);
	for (i = 0; i < pages; i++)
		assert_true((page[i].va >= KERNBASE &&
				page[i].va < KERNBASE + LOAD_LIMIT) ||
		    (page[i].va >= DMAP_BASE &&
			page[i].va < DMAP_BASE + limit));

	r[0] = (struct range){ KERNEL, KERNEL + 0x5000 };
	if (no_exec != 0) {
		assert_window(KERNBASE, LOAD_LIMIT, 0, r, 1);
		r[0] = (struct range){ KERNEL + 0x5000, KERNEL + 0x8000 };
		assert_window(KERNBASE, LOAD_LIMIT, PG_NX, r, 1);
	} else {
		assert_window(KERNBASE, LOAD_LIMIT, 0, &read_only, 1);
	}
	for (at = KERNEL + 0x8000, i = 0; i <= STACKS; i++) {
		r[i].first = at;
		r[i].end = KERNEL + 0x20000 + i * STACK_SIZE;
		at = r[i].end + PAGE;
	}
	r[STACKS].end = (boot.preload.end + PAGE - 1) & ~(PAGE - 1);
	assert_window(KERNBASE, LOAD_LIMIT, PG_WRITE | no_exec, r, STACKS + 1);

	r[n++] = (struct range){ 0, LOW_MEMORY };
	r[n++] = asked;
	/* From each edge to the next one all is of one kind. */
	for (at = 0; at < limit; at = next) {
		next = limit;
		for (i = 0; i < pieces; i++) {
			if (piece[i].first > at && piece[i].first < next)
				next = piece[i].first;
			if (piece[i].last >= at && piece[i].last < next - 1)
				next = piece[i].last + 1;
		}
		i = strictest(piece, pieces, at, efi);
		if (i > 0 && i < 6)
			r[n++] = (struct range){ at, next };
	}
	n = whole_pages(r, n, read_only);
	assert_window(DMAP_BASE, limit, PG_WRITE | no_exec, r, n);
	if (no_exec != 0)
		assert_window(DMAP_BASE, limit, no_exec, &read_only, 1);
}

/* ---- the tests */

static void
any_cpu(void)
{
	cpu.nx = below(2) != 0;
	cpu.gib = below(2) != 0;
	cpu.la57 = below(2) != 0;
	cpu.leaf = below(3) != 0;
	cpu.bits = (uint32_t[]){ 36, 39, 40, 46, 48, 52, 64, 255 }[below(8)];
}

static void
any_map(void **state)
{
	const struct range none = { 0, 0 };
	uint32_t round, i;
	bool efi;

	(void)state;
	for (round = 0; round < 300; round++) {
		efi = round % 2 != 0;
		any_cpu();
		pieces = any_pieces(piece, FIRST, 2000, efi);
		for (i = 0; i < pieces; i++) /* some is far and large */
			if (below(4) == 0) {
				piece[i].first += (1 + below(90)) << 30;
				piece[i].last = piece[i].first +
				    (1 + below(1 << 20)) * PAGE - 1;
			}
		/* RAM for the tables, which nothing above is strict with. */
		pieces -= pieces == MAP_MOST;
		piece[pieces++] =
		    (struct piece){ 0x2000000, MEMORY - 1, EFI_FREE };
		assert_true(init(efi));
		assert_address_space(efi, none);
	}
}

static void
the_largest_pages_that_fit(void **state)
{
	static const struct page want[] = {
		{ 0x3fffe000, 0, 0x1000, 0 },
		{ 0x3ffff000, 0, 0x1000, 0 },
		{ 0x40000000, 0, 0x40000000, 0 },
		{ 0x80000000, 0, 0x200000, 0 },
		{ 0x80200000, 0, 0x1000, 0 },
		{ 0xc0000000, 0, 0x40000000, 0 },
		{ 0x100000000, 0, 0x200000, 0 },
	};
	uint32_t i, k = 0;

	(void)state;
	cpu.nx = cpu.gib = cpu.leaf = true;
	cpu.la57 = false;
	cpu.bits = 40;
	pieces = 3;
	piece[0] = (struct piece){ FIRST, MEMORY - 1, EFI_FREE };
	piece[1] = (struct piece){ 0x3fffe800, 0x80200000, EFI_FREE };
	piece[2] = (struct piece){ 0xc0000000, 0x1001fffff, EFI_FREE };
	assert_int_equal(PG_NX, 1ull << 63);
	assert_int_equal(PG_PRESENT | PG_WRITE | PG_LARGE, 0x83);
	assert_true(init(false));
	read_tables(false);
	for (i = 0; i < pages; i++)
		if (page[i].va >= DMAP_BASE + 0x3fffe000) {
			assert_true(k < 7);
			assert_int_equal(page[i].pa, want[k].va);
			assert_int_equal(page[i].size, want[k].size);
			k++;
		}
	assert_int_equal(k, 7);
}

static void
pmap_map_adds_what_it_was_asked_for(void **state)
{
	struct range asked;
	uint64_t size;
	uint32_t round;

	(void)state;
	for (round = 0; round < 100; round++) {
		any_cpu();
		cpu.bits = 40;
		pieces = 1;
		piece[0] = (struct piece){ FIRST, MEMORY - 1, EFI_FREE };
		assert_true(init(false));
		asked.first = below(2) != 0 ? below(MEMORY) : below(1ull << 35);
		size = 1 + below(below(2) != 0 ? 100 : 5000000);
		asked.end = asked.first + size;
		assert_true(pmap_map(asked.first, size) ==
		    (void *)(DMAP_BASE + asked.first));
		assert_address_space(false, asked);
	}
}

static void
pmap_map_knows_its_limits(void **state)
{
	const struct range none = { 0, 0 };
	const uint64_t end = 1ull << 40;

	(void)state;
	cpu.nx = cpu.gib = cpu.leaf = true;
	cpu.la57 = false;
	cpu.bits = 40;
	pieces = 1;
	piece[0] = (struct piece){ FIRST, MEMORY - 1, EFI_FREE };
	assert_true(init(false));
	assert_null(pmap_map(end, 0));
	assert_null(pmap_map(end, 1));
	assert_null(pmap_map(end - 1, 2));
	assert_null(pmap_map(UINT64_MAX, 1));
	assert_null(pmap_map(UINT64_MAX, UINT64_MAX));
	assert_null(pmap_map(PAGE, UINT64_MAX));
	assert_address_space(false, none);
	assert_non_null(pmap_map(end - 1, 1));
	assert_address_space(false, (struct range){ end - PAGE, end });
	cpu.bits = 52;
	assert_true(init(false));
	assert_null(pmap_map(DMAP_SIZE, 1));
	assert_non_null(pmap_map(DMAP_SIZE - 1, 1));
}

/*
 * RAM goes up to the limit, or one byte more or less, or begins there. Other
 * RAM is a page short of a large one.
 */
static void
memory_at_the_limit(void **state)
{
	const struct range none = { 0, 0 };
	const uint64_t end = 1ull << 40;
	int64_t i;

	(void)state;
	cpu.nx = cpu.gib = cpu.leaf = true;
	cpu.la57 = false;
	cpu.bits = 40;
	piece[2] = (struct piece){ 0x8000000, 0x81fefff, EFI_FREE };
	for (i = -2; i < 3; i++) {
		pieces = 3;
		piece[0] = (struct piece){ FIRST, MEMORY - 1, EFI_FREE };
		piece[1] =
		    (struct piece){ end - PAGE, end + (uint64_t)i, EFI_FREE };
		assert_true(init(false));
		assert_address_space(false, none);
		piece[1] =
		    (struct piece){ end + (uint64_t)i, end + PAGE, EFI_FREE };
		assert_true(init(false));
		assert_address_space(false, none);
	}
}

/* With fewer pages than the tables take it panics, or pmap_map() has none. */
static void
no_room_for_a_table(void **state)
{
	const struct range none = { 0, 0 };
	uint32_t left, needed = 0;

	(void)state;
	for (left = 0; left < 16; left++) {
		cpu.nx = cpu.gib = cpu.leaf = true;
		cpu.la57 = true;
		cpu.bits = 40;
		pieces = 2;
		piece[0] =
		    (struct piece){ FIRST, FIRST + left * PAGE, EFI_FREE };
		piece[1] = (struct piece){ 0x1000000, 0x1001fff, EFI_PMEM };
		if (!init(false)) {
			assert_string_equal(panicked,
			    "no free memory for page tables below 1 GiB");
			assert_int_equal(cpu.cr3, 0);
			continue;
		}
		assert_address_space(false, none);
		if (needed == 0)
			needed = table_count;
		assert_int_equal(table_count, needed);
		assert_true(left >= needed);
		assert_int_equal(
		    pmap_map(1ull << 39, 1) != NULL, left >= needed + 3);
	}
	assert_in_range(needed, 1, 11);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(any_map),
	cmocka_unit_test(the_largest_pages_that_fit),
	cmocka_unit_test(pmap_map_adds_what_it_was_asked_for),
	cmocka_unit_test(pmap_map_knows_its_limits),
	cmocka_unit_test(memory_at_the_limit),
	cmocka_unit_test(no_room_for_a_table),
};

MAIN("pmap")
