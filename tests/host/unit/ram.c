/* SPDX-License-Identifier: BSD-2-Clause */
/* RAM by the map. */
#include "unit.h"
#include "memory/ram.h"

#define TYPE 0x1234

static void
new_map(void)
{
	memmap_clear(&view.map);
	view.module_count = 0;
}

static void
add(uint64_t first, uint64_t last, uint32_t type)
{
	assert_true(memmap_merge(&view.map, first, last, type));
}

static void
add_module(uint64_t paddr, uint64_t size)
{
	uint32_t i = view.module_count++;

	view.module[i] = (struct boot_module){ paddr, size, NULL, i };
}

static void
takes_the_highest_pages(void **state)
{
	(void)state;
	new_map();
	add(0, 8 * MIB - 1, RAM);
	assert_int_equal(
	    ram_take(&view, 3 * PAGE, TYPE, AVOID_NONE), 8 * MIB - 3 * PAGE);
	assert_int_equal(
	    ram_take(&view, PAGE, TYPE, AVOID_NONE), 8 * MIB - 4 * PAGE);
	assert_true(
	    memmap_is(&view.map, 8 * MIB - 4 * PAGE, 8 * MIB - 1, TYPE));
	assert_true(memmap_is(&view.map, 0, 8 * MIB - 4 * PAGE - 1, RAM));
}

static void
only_whole_pages_of_ram(void **state)
{
	(void)state;
	new_map();
	add(3 * MIB + 5, 3 * MIB + 3 * PAGE, RAM); /* pages 1 and 2 */
	add(4 * MIB, 5 * MIB, RESERVED);
	assert_int_equal(ram_take(&view, 3 * PAGE, TYPE, AVOID_NONE), 0);
	assert_int_equal(
	    ram_take(&view, 2 * PAGE, TYPE, AVOID_NONE), 3 * MIB + PAGE);
	assert_int_equal(ram_take(&view, PAGE, TYPE, AVOID_NONE), 0);
}

static void
keeps_clear_of_a_kernel_that_a_loader_has_brought(void **state)
{
	(void)state;
	new_map();
	add(0, 8 * MIB - 1, RAM);
	view.kernel = (struct extent){ 8 * MIB - PAGE, 8 * MIB };
	assert_int_equal(
	    ram_take(&view, PAGE, TYPE, AVOID_NONE), 8 * MIB - 2 * PAGE);
	view.kernel = (struct extent){ 0, 8 * MIB };
	assert_int_equal(ram_take(&view, PAGE, TYPE, AVOID_NONE), 0);
	view.kernel = (struct extent){ 0, 0 };
}

static void
goes_around_what_is_in_the_way(void **state)
{
	(void)state;
	new_map();
	add(MIB, 16 * MIB - 1, RAM);
	add_module(16 * MIB - PAGE, 100);
	add_module(15 * MIB + 1, 1);
	view.image = (struct extent){ 14 * MIB, 14 * MIB + 1 };
	assert_int_equal(
	    ram_take(&view, MIB, TYPE, (struct extent){ 12 * MIB, 13 * MIB }),
	    13 * MIB);
	assert_int_equal(
	    ram_take(&view, MIB, TYPE, (struct extent){ 12 * MIB, 13 * MIB }),
	    11 * MIB);
	assert_int_equal(
	    ram_take(&view, PAGE, TYPE, AVOID_NONE), 16 * MIB - 2 * PAGE);
}

static void
not_below_1_mib_nor_where_far_memory_is_shown(void **state)
{
	(void)state;
	new_map();
	add(0, MIB + PAGE - 1, RAM);
	add(4 * GIB - 2 * MIB - PAGE, 6 * GIB, RAM);
	assert_int_equal(ram_take(&view, 2 * PAGE, TYPE, AVOID_NONE), 0);
	assert_int_equal(
	    ram_take(&view, PAGE, TYPE, AVOID_NONE), 4 * GIB - 2 * MIB - PAGE);
	assert_int_equal(ram_take(&view, PAGE, TYPE, AVOID_NONE), MIB);
	assert_int_equal(ram_take(&view, PAGE, TYPE, AVOID_NONE), 0);
	assert_int_equal(
	    ram_take(&view, UINT64_MAX & ~(PAGE - 1), TYPE, AVOID_NONE), 0);
}

static void
takes_nothing_if_the_map_is_full(void **state)
{
	struct memmap before;
	uint32_t i;

	(void)state;
	new_map();
	for (i = 0; view.map.count < MEMMAP_STEPS; i++)
		add(2 * i * PAGE, 2 * i * PAGE + PAGE - 1, RESERVED);
	view.map.step[view.map.count - 2].type = RAM;
	view.map.step[view.map.count - 2].start -= PAGE / 2;
	view.map.step[view.map.count - 1].start += 8 * PAGE;
	before = view.map;
	assert_int_equal(ram_take(&view, PAGE, TYPE, AVOID_NONE), 0);
	assert_equal_maps(&view.map, &before);
}

/* Whether pages of RAM are there that nobody has. */
static bool
is_free(uint64_t at, uint64_t size, struct extent avoid)
{
	uint32_t i;

	for (i = 0; i < view.module_count; i++)
		if (overlaps(at, size,
			(struct extent){ view.module[i].paddr,
			    view.module[i].paddr + view.module[i].size }))
			return false;
	return memmap_is(&view.map, at, at + size - 1, RAM) &&
	    !overlaps(at, size, avoid) && !overlaps(at, size, view.image);
}

/* Against a search page by page, in maps of 64 pages from 1 MiB on. */
static void
any_map(void **state)
{
	uint64_t round, n, at, size, first, best;
	struct extent avoid;
	struct memmap before;

	(void)state;
	for (round = 0; round < 300; round++) {
		new_map();
		for (n = below(6); n > 0; n--) {
			first = MIB + below(64 * PAGE);
			add(first, first + below(32 * PAGE),
			    below(3) != 0 ? RAM : RESERVED);
		}
		for (n = below(4); n > 0; n--)
			add_module(MIB + below(64 * PAGE), below(9 * PAGE));
		view.image.start = MIB + below(64 * PAGE);
		view.image.end = view.image.start + below(8 * PAGE);
		avoid.start = MIB + below(64 * PAGE);
		avoid.end = avoid.start + below(8 * PAGE);
		for (n = 0; n < 8; n++) {
			size = PAGE * (1 + below(6));
			best = 0;
			for (at = MIB; at < MIB + 128 * PAGE; at += PAGE)
				if (is_free(at, size, avoid))
					best = at;
			before = view.map;
			assert_int_equal(
			    ram_take(&view, size, TYPE, avoid), best);
			if (best == 0)
				assert_equal_maps(&view.map, &before);
			else
				assert_true(memmap_is(
				    &view.map, best, best + size - 1, TYPE));
		}
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(takes_the_highest_pages),
	SMALL(only_whole_pages_of_ram),
	SMALL(keeps_clear_of_a_kernel_that_a_loader_has_brought),
	SMALL(goes_around_what_is_in_the_way),
	SMALL(not_below_1_mib_nor_where_far_memory_is_shown),
	SMALL(takes_nothing_if_the_map_is_full),
	SMALL(any_map),
};

MAIN("ram")
