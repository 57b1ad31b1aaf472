/* SPDX-License-Identifier: BSD-2-Clause */
/* Page tables, read as a CPU reads them. */
#include "unit.h"
#include "memory/pages.h"
#include "memory/ram.h"

#define TYPE 0x1234

static struct pages pages;

static void
begin(bool huge)
{
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 3 * MIB, 6 * MIB - 1, RAM));
	view.module_count = 0;
	pages = (struct pages){ .view = &view, .type = TYPE, .huge = huge };
}

/* The last entry for an address, and how many bytes it maps; 0: none. */
static uint64_t
entry_of(uint64_t virtual, uint64_t *size)
{
	uint64_t table = pages.root, entry;
	int level;

	for (level = 3;; level--) {
		assert_true(table != 0 && table % PAGE == 0);
		assert_true(memmap_is(&view.map, table, table + 4095, TYPE));
		entry = ((uint64_t *)(memory +
		    table))[virtual >> (12 + 9 * level) & 511];
		*size = PAGE << (9 * level);
		if ((entry & PG_V) == 0)
			return 0;
		if (level == 0 || (entry & PG_PS) != 0)
			return entry;
		assert_int_equal(entry & 0xfff & ~0x40ull, 0x23);
		table = entry & 0x000ffffffffff000;
	}
}

/* Bit 12 of an entry is an address's in a page of 4 KiB only. */
static void
has(uint64_t virtual, uint64_t paddr, uint64_t size, uint64_t flags)
{
	uint64_t spans, entry = entry_of(virtual, &spans);
	const uint64_t address = 0x000ffffffffff000 & -size;

	assert_int_equal(spans, size);
	assert_int_equal(entry & address, paddr & address);
	assert_int_equal(entry & ~address,
	    flags | PG_V | PG_A | PG_M | (size > PAGE ? PG_PS : 0));
}

static void
the_largest_pages_that_fit(void **state)
{
	(void)state;
	begin(true);
	assert_true(pages_map(&pages, 0xffff80003ffff000, 0x3ffff000,
	    GIB + 2 * MIB + 2 * PAGE, PG_RW));
	has(0xffff80003ffff000, 0x3ffff000, PAGE, PG_RW);
	has(0xffff800040000000, GIB, GIB, PG_RW);
	has(0xffff80007fffffff, GIB, GIB, PG_RW);
	has(0xffff800080000000, 2 * GIB, 2 * MIB, PG_RW);
	has(0xffff800080200000, 2 * GIB + 2 * MIB, PAGE, PG_RW);
	assert_int_equal(entry_of(0xffff800080201000, &(uint64_t){ 0 }), 0);
	assert_int_equal(entry_of(0xffff80003fffe000, &(uint64_t){ 0 }), 0);
	assert_int_equal(entry_of(0, &(uint64_t){ 0 }), 0);
}

static void
none_of_1_gib_without_them(void **state)
{
	(void)state;
	begin(false);
	assert_true(pages_map(&pages, GIB, 5 * GIB, GIB, 0));
	has(GIB, 5 * GIB, 2 * MIB, 0);
	has(2 * GIB - 1, 6 * GIB - 2 * MIB, 2 * MIB, 0);
}

static void
both_addresses_count(void **state)
{
	(void)state;
	begin(true);
	assert_true(pages_map(&pages, 2 * MIB, 4 * MIB + PAGE, 2 * MIB, 0));
	has(2 * MIB, 4 * MIB + PAGE, PAGE, 0);
	assert_true(pages_map(&pages, 4 * MIB + PAGE, 2 * MIB, 2 * MIB, 0));
	has(4 * MIB + PAGE, 2 * MIB, PAGE, 0);
}

/* The PAT's bit is 7 in a page of 4 KiB, and 12 in others. */
static void
flags_are_kept(void **state)
{
	(void)state;
	begin(false);
	assert_true(pages_map(
	    &pages, 0xffffffffffe00000, 0, 2 * MIB, PG_NX | PG_RW | PG_WC));
	has(0xfffffffffffff000, 0, 2 * MIB, PG_NX | PG_RW | 0x1008);
	assert_true(pages_map(&pages, PAGE, PAGE, PAGE, PG_NX | PG_WC));
	has(PAGE, PAGE, PAGE, PG_NX | 0x88);
}

static void
the_end_of_the_addresses(void **state)
{
	(void)state;
	begin(false);
	assert_true(
	    pages_map(&pages, 0xfffffffffffff000, 5 * PAGE, PAGE, PG_RW));
	has(0xfffffffffffff000, 5 * PAGE, PAGE, PG_RW);
	assert_int_equal(entry_of(0, &(uint64_t){ 0 }), 0);
}

static void
no_ram_for_a_table(void **state)
{
	uint64_t left;

	(void)state;
	for (left = 0; left < 5; left++) {
		begin(false);
		assert_true(memmap_merge(
		    &view.map, 3 * MIB, 6 * MIB - 1 - left * PAGE, RESERVED));
		assert_int_equal(
		    pages_map(&pages, PAGE, PAGE, PAGE, 0), left > 3);
	}
}

/* Any piece of a map of 4 MiB, in an order of its own: each page is right. */
static void
any_pieces(void **state)
{
	uint64_t round, at, size, virtual, spans, page;
	const uint64_t base = 0xffffffff80000000;
	uint64_t flags[1024];

	(void)state;
	for (round = 0; round < 30; round++) {
		begin(false);
		memset(flags, 0xff, sizeof(flags));
		for (at = 0; at < 1024; at += size) {
			size = 1 + below(below(4) == 0 ? 700 : 9);
			if (size > 1024 - at)
				size = 1024 - at;
			if (below(3) == 0)
				continue;
			for (page = at; page < at + size; page++)
				flags[page] = round % 2 != 0 ? PG_RW : PG_NX;
			assert_true(pages_map(&pages, base + at * PAGE,
			    GIB + at * PAGE, size * PAGE, flags[at]));
		}
		for (page = 0; page < 1024; page++) {
			virtual = base + page * PAGE;
			if (flags[page] == UINT64_MAX)
				assert_true(pages.root == 0 ||
				    entry_of(virtual, &spans) == 0);
			else
				has(virtual, GIB + page * PAGE,
				    (entry_of(virtual, &spans), spans),
				    flags[page]);
		}
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(the_largest_pages_that_fit),
	SMALL(none_of_1_gib_without_them),
	SMALL(both_addresses_count),
	SMALL(flags_are_kept),
	SMALL(the_end_of_the_addresses),
	SMALL(no_ram_for_a_table),
	SMALL(any_pieces),
};

MAIN("pages")
