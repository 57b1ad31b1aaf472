/* SPDX-License-Identifier: BSD-2-Clause */
/* Modules are settled below 1 GiB, on a machine of 4 GiB. */
#include "unit.h"

#define HEADROOM (2 * MIB)
#define PAGES    (GIB / PAGE)

static void
add_range(uint64_t first, uint64_t last, uint32_t type)
{
	assert_true(memmap_paint(&view.map, first, last, type));
}

/* A map of one range of RAM and, if low is not above 1 MiB, of low memory. */
static void
set_ram(uint64_t start, uint64_t end)
{
	memmap_clear(&view.map);
	add_range(start, end - 1, RAM);
	view.module_count = 0;
}

static struct boot_module *
add_module(uint64_t paddr, uint64_t size)
{
	struct boot_module *m = &view.module[view.module_count++];

	*m = (struct boot_module){ paddr, size, "m", "md_image", "" };
	return m;
}

static void
fill_module(const struct boot_module *m, uint64_t salt)
{
	uint64_t i;

	for (i = 0; i < m->size; i++)
		memory[m->paddr + i] = (unsigned char)(i * 7 + (i >> 8) + salt);
}

static void
assert_filled(const struct boot_module *m, uint64_t salt)
{
	uint64_t i;

	for (i = 0; i < m->size; i++)
		if (memory[m->paddr + i] !=
		    (unsigned char)(i * 7 + (i >> 8) + salt))
			fail_msg("byte %llu differs", (unsigned long long)i);
}

static void
assert_type(uint64_t first, uint64_t last, uint32_t type)
{
	assert_true(memmap_is(&view.map, first, last, type));
}

static void
set_big(void)
{
	set_ram(0x100000, 4 * GIB);
	open_memory(GIB - MIB, 2 * MIB);
	open_memory(3 * GIB, MIB);
}

static void
stays_below_1gib(void **state)
{
	struct boot_module *m;

	(void)state;
	set_big();
	m = add_module(0x300007, 0x1234);
	assert_true(settle());
	assert_int_equal(m->paddr, 0x300007);
	assert_int_equal(m->size, 0x1234);
	assert_type(0x300007, 0x30123a, RESERVED);
	assert_type(0x100000, 0x300006, RAM);
	assert_type(0x30123b, 4 * GIB - 1, RAM);
	assert_string_equal(printed(), "");
}

static void
stays_when_it_ends_at_1gib(void **state)
{
	struct boot_module *m;

	(void)state;
	set_big();
	m = add_module(GIB - 0x777, 0x777);
	fill_module(m, 1);
	assert_true(settle());
	assert_int_equal(m->paddr, GIB - 0x777);
	assert_filled(m, 1);
}

static void
moves_when_it_straddles_1gib(void **state)
{
	struct boot_module *m;

	(void)state;
	set_big();
	m = add_module(GIB - 0x776, 0x777);
	fill_module(m, 2);
	assert_true(settle());
	assert_int_equal(m->paddr, GIB - 0x1000);
	assert_filled(m, 2);
	assert_type(m->paddr, m->paddr + 0x776, RESERVED);
	assert_type(GIB - 0x776, GIB, RAM);
}

static void
moves_from_above_1gib_with_all_its_bytes(void **state)
{
	static const uint64_t sizes[] = { 1, 7, 8, 9, 4095, 4096, 4097,
		0x12345 };
	struct boot_module *m;
	uint64_t end;
	uint32_t i;

	(void)state;
	set_big();
	for (i = 0; i < COUNT(sizes); i++) {
		set_ram(0x100000, 4 * GIB);
		memset(memory + GIB - MIB, 0xee, MIB);
		m = add_module(3 * GIB + 3 + i, sizes[i]);
		fill_module(m, i);
		assert_true(settle());
		assert_int_equal(m->paddr, (GIB - sizes[i]) & ~(PAGE - 1));
		assert_filled(m, i);
		assert_type(m->paddr, m->paddr + m->size - 1, RESERVED);
		assert_type(0x100000, m->paddr - 1, RAM);
		assert_type(m->paddr + m->size, 4 * GIB - 1, RAM);
		assert_int_equal(memory[m->paddr - 1], 0xee);
		for (end = m->paddr + m->size; end < GIB; end++)
			assert_int_equal(memory[end], 0xee);
	}
}

static void
two_high_ones_move_clear_of_all_others(void **state)
{
	struct boot_module *a, *b, *c, *d;

	(void)state;
	set_big();
	a = add_module(3 * GIB, 0x1001);
	b = add_module(GIB - 0x1800, 0x800);
	c = add_module(3 * GIB + 0x8000, 0x2000);
	d = add_module(GIB - 0x5000, 1);
	fill_module(a, 1);
	fill_module(b, 2);
	fill_module(c, 3);
	fill_module(d, 4);
	assert_true(settle());
	assert_int_equal(a->paddr, GIB - 0x3000);
	assert_int_equal(c->paddr, GIB - 0x7000);
	assert_int_equal(b->paddr, GIB - 0x1800);
	assert_int_equal(d->paddr, GIB - 0x5000);
	assert_filled(a, 1);
	assert_filled(b, 2);
	assert_filled(c, 3);
	assert_filled(d, 4);
}

static void
two_that_share_bytes_both_stay(void **state)
{
	struct boot_module *a, *b;

	(void)state;
	set_ram(0x100000, WINDOW);
	a = add_module(0x300000, 0x2000);
	b = add_module(0x301000, 0x2000);
	assert_true(settle());
	assert_int_equal(a->paddr, 0x300000);
	assert_int_equal(b->paddr, 0x301000);
	assert_type(0x300000, 0x302fff, RESERVED);
	assert_string_equal(printed(), "");
}

static void
two_high_ones_that_share_bytes_are_moved_apart(void **state)
{
	struct boot_module *a, *b;

	(void)state;
	set_big();
	a = add_module(3 * GIB, 0x2000);
	b = add_module(3 * GIB, 0x2000);
	fill_module(a, 9);
	assert_true(settle());
	assert_int_equal(a->paddr, GIB - 0x2000);
	assert_int_equal(b->paddr, GIB - 0x4000);
	assert_filled(a, 9);
	assert_filled(b, 9);
}

/* RAM from 1 MiB to 1 GiB is nothing but this. */
static void
set_hole(uint64_t start, uint64_t end)
{
	set_ram(start, end);
	add_range(GIB, 4 * GIB - 1, RAM);
}

static void
fits_a_hole_exactly_or_not_at_all(void **state)
{
	struct boot_module *m;

	(void)state;
	open_memory(3 * GIB, MIB);
	set_hole(0x300000, 0x304000);
	m = add_module(3 * GIB, 0x4000);
	fill_module(m, 5);
	assert_true(settle());
	assert_int_equal(m->paddr, 0x300000);
	assert_filled(m, 5);
	set_hole(0x300000, 0x303fff);
	add_module(3 * GIB, 0x4000);
	assert_false(settle());
	assert_refused(PVH_MODULE_NO_ROOM, 0, 0x4000,
	    "module 0: no room below 1 GiB for 0x4000 bytes");
	set_hole(0x300001, 0x304000);
	add_module(0x303000, 1);
	add_module(3 * GIB, 0x2001);
	assert_false(settle());
	assert_refused(PVH_MODULE_NO_ROOM, 1, 0x2001,
	    "module 1: no room below 1 GiB for 0x2001 bytes");
}

static void
is_not_placed_below_1_mib_or_from_1_gib_on(void **state)
{
	(void)state;
	set_ram(0, MIB);
	assert_int_equal(module_place(&view, 1), 0);
	set_ram(0, MIB + 1);
	assert_int_equal(module_place(&view, 1), MIB);
	assert_int_equal(module_place(&view, 2), 0);
	set_ram(0x80000, MIB + PAGE);
	assert_int_equal(module_place(&view, PAGE), MIB);
	assert_int_equal(module_place(&view, PAGE + 1), 0);
	set_ram(GIB, 4 * GIB);
	assert_int_equal(module_place(&view, 1), 0);
	set_ram(GIB - 1, 4 * GIB);
	assert_int_equal(module_place(&view, 1), 0);
	set_ram(GIB - PAGE, 4 * GIB);
	assert_int_equal(module_place(&view, PAGE), GIB - PAGE);
	assert_int_equal(module_place(&view, PAGE + 1), 0);
	assert_int_equal(module_place(&view, UINT64_MAX), 0);
	assert_int_equal(module_place(&view, GIB), 0);
}

static void
the_highest_of_several_holes_is_taken(void **state)
{
	(void)state;
	set_ram(0x300000, 0x310000);
	add_range(0x400000, 0x407fff, RAM);
	add_range(0x500000, 0x500fff, RAM);
	add_range(0x600000, 0x6fffff, SMAP_TYPE_PMEM);
	assert_int_equal(module_place(&view, 1), 0x500000);
	assert_int_equal(module_place(&view, 0x1001), 0x406000);
	assert_int_equal(module_place(&view, 0x8001), 0x307000);
	assert_int_equal(module_place(&view, 0x10001), 0);
}

static void
a_module_without_bytes_is_in_nobody_s_way(void **state)
{
	(void)state;
	set_ram(0x300000, 0x304000);
	add_module(0x302000, 0);
	assert_int_equal(module_place(&view, 0x4000), 0x300000);
}

/* For each page, how many bytes from its start on are free. */
static uint16_t prefix[PAGES + 1];

static void
not_free(uint64_t start, uint64_t end)
{
	uint64_t page = start / PAGE, rest;

	for (; page < PAGES && page * PAGE < end; page++) {
		rest = start > page * PAGE ? start - page * PAGE : 0;
		if (rest < prefix[page])
			prefix[page] = (uint16_t)rest;
	}
}

static uint64_t
model_place(uint64_t size)
{
	uint64_t page, run = 0, next = 0;
	struct memmap_range r;
	uint32_t cursor = 0, i;

	for (page = 0; page < PAGES; page++)
		prefix[page] = PAGE;
	for (; memmap_next(&view.map, &cursor, &r) && r.first < GIB;
	     next = r.last + 1) {
		not_free(next, r.first);
		if (r.type != RAM)
			not_free(r.first, r.last + 1);
	}
	not_free(next, GIB);
	not_free(0, MIB);
	not_free(view.image.start, view.image.end);
	for (i = 0; i < view.module_count; i++)
		not_free(view.module[i].paddr,
		    view.module[i].paddr + view.module[i].size);
	for (page = PAGES; page-- > 0;) {
		run = prefix[page] == PAGE ? run + PAGE : prefix[page];
		if (run >= size)
			return page * PAGE;
	}
	return 0;
}

static void
is_placed_where_a_page_by_page_search_would(void **state)
{
	uint64_t base, first, size;
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 100; round++) {
		base = below(4) ? below(GIB) : 0x1c0000;
		memmap_clear(&view.map);
		view.module_count = 0;
		for (i = (uint32_t)below(8) + 1; i > 0; i--) {
			first = base + below(0x80000);
			add_range(first, first + below(0x40000),
			    below(3) ? RAM : RESERVED);
		}
		for (i = (uint32_t)below(6); i > 0; i--)
			add_module(base + below(0x80000), 1 + below(0x8000));
		for (i = 0; i < 4; i++) {
			size = 1 + (below(2) ? below(0x40000) : below(0x3000));
			assert_int_equal(
			    module_place(&view, size), model_place(size));
		}
	}
}

static void
is_refused_where_there_is_no_ram(void **state)
{
	(void)state;
	set_ram(0x100000, 0x340000);
	add_module(0x33fff0, 0x10);
	assert_true(settle());
	set_ram(0x100000, 0x340000);
	add_module(0x300000, 1);
	add_module(0x33fff0, 0x11);
	assert_false(settle());
	assert_refused(PVH_MODULE_NOT_RAM, 1, 0x33fff0,
	    "module 1: data at 0x33fff0 is not all in RAM");
	set_ram(0x100000, 0x340000);
	add_range(0x310000, 0x310000, SMAP_TYPE_ACPI_NVS);
	add_module(0x300000, 0x20000);
	assert_false(settle());
	assert_refused(PVH_MODULE_NOT_RAM, 0, 0x300000,
	    "module 0: data at 0x300000 is not all in RAM");
}

static void
is_refused_in_the_kernel_and_in_the_door(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_module(KERNEL_START - 0x10, 0x10);
	add_module(DOOR_END, 0x10);
	add_module(DOOR_END, 0x10);
	assert_true(settle());
	set_ram(0x100000, WINDOW);
	add_module(KERNEL_START - 0x10, 0x11);
	assert_false(settle());
	assert_refused(PVH_MODULE_KERNEL, 0, KERNEL_START - 0x10,
	    "module 0: data at 0x1ffff0 overlaps the kernel");
	set_ram(0x100000, WINDOW);
	add_module(KERNEL_END - 1, 1);
	assert_false(settle());
	assert_refused(PVH_MODULE_KERNEL, 0, KERNEL_END - 1,
	    "module 0: data at 0x280122 overlaps the kernel");
	set_ram(0x100000, WINDOW);
	add_module(DOOR_END - 1, 1);
	assert_false(settle());
	assert_refused(PVH_MODULE_RANGE, 0, DOOR_END - 1,
	    "module 0: data at 0x2bffff is out of reach");
}

static void
nothing_is_moved_if_any_module_is_refused(void **state)
{
	struct boot_module *m;

	(void)state;
	set_big();
	m = add_module(3 * GIB, 0x1000);
	add_module(0, 5);
	assert_false(settle());
	assert_refused(
	    PVH_MODULE_RANGE, 1, 0, "module 1: data at 0x0 is out of reach");
	assert_int_equal(m->paddr, 3 * GIB);
	assert_type(0x100000, 4 * GIB - 1, RAM);
}

static void
one_without_bytes_is_passed_on_with_a_warning(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_module(0, 0);
	add_module(UINT64_MAX, 0);
	add_module(KERNEL_START + 5, 0);
	assert_true(settle());
	assert_string_equal(
	    printed(), "pvh: warning: module 0: no bytes at 0x0\n");
	assert_int_equal(view.module[0].paddr, 0);
	assert_int_equal(view.module[1].paddr, UINT64_MAX);
	assert_int_equal(view.kernend, DOOR_END);
	assert_type(0x100000, WINDOW - 1, RAM);
}

static void
a_map_without_room_for_it_is_a_defect(void **state)
{
	uint64_t i;

	(void)state;
	set_ram(0x100000, WINDOW);
	for (i = 0; view.map.count <= MEMMAP_STEPS - 2; i++)
		add_range(2 * GIB + i * 32, 2 * GIB + i * 32 + 7, RESERVED);
	add_module(0x300000, 0x1000);
	assert_false(settle());
	assert_refused(PVH_MODULE_MAP_FULL, 0, 0x300000,
	    "module 0: no room for 0x300000 in the memory map");
}

static void
a_kernel_outside_of_ram_is_a_warning(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_range(DOOR_END - 1, DOOR_END - 1, RESERVED);
	assert_true(settle());
	assert_string_equal(printed(),
	    "pvh: warning: memmap: the kernel at 0x200000 is not all in RAM\n");
	view.warned = 0;
	set_ram(KERNEL_START, DOOR_END);
	assert_true(settle());
	assert_string_equal(printed(), "");
}

static void
kernend_is_the_image_s_end(void **state)
{
	(void)state;
	set_ram(0x100000, 8 * MIB);
	view.mem.size = 8 * MIB;
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END);
	add_module(KERNEL_START - 0x1000, 0x1000);
	add_module(DOOR_END + HEADROOM, 0x1000);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END);
}

static void
kernend_goes_past_modules_right_after_it(void **state)
{
	(void)state;
	set_ram(0x100000, 16 * MIB);
	view.mem.size = 16 * MIB;
	add_module(DOOR_END, 0x1234);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END + 0x2000);
	set_ram(0x100000, 16 * MIB);
	add_module(DOOR_END + HEADROOM - 1, 1);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END + HEADROOM);
	set_ram(0x100000, 16 * MIB);
	add_module(DOOR_END + HEADROOM, 1);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END);
}

/* The last in the list is the first after the kernel, and so on. */
static void
kernend_goes_on_from_module_to_module(void **state)
{
	(void)state;
	set_ram(0x100000, 16 * MIB);
	view.mem.size = 16 * MIB;
	add_module(DOOR_END + 3 * HEADROOM + 0x2000, 0x1000);
	add_module(DOOR_END + 2 * HEADROOM, 0x1000);
	add_module(DOOR_END + HEADROOM - 0x1000, 0x1000);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END + HEADROOM);
	set_ram(0x100000, 16 * MIB);
	add_module(DOOR_END + 3 * HEADROOM, 0x1000);
	add_module(DOOR_END + 2 * HEADROOM - 0x1000, 0x1001);
	add_module(DOOR_END + HEADROOM - 0x1000, 0x1000);
	assert_true(settle());
	assert_int_equal(view.kernend, DOOR_END + 3 * HEADROOM + 0x1000);
}

static void
kernend_goes_past_one_that_was_moved_there(void **state)
{
	struct boot_module *m;

	(void)state;
	open_memory(3 * GIB, MIB);
	set_hole(0x100000, WINDOW);
	m = add_module(3 * GIB, 0x1001);
	fill_module(m, 6);
	assert_true(settle());
	assert_int_equal(m->paddr, 0x3fe000);
	assert_int_equal(view.kernend, 0x400000);
	assert_filled(m, 6);
}

/* Nothing that was RAM is lost, nothing that a module has stays RAM. */
static void
the_map_afterwards_is_the_map_before_without_the_modules(void **state)
{
	static struct memmap before;
	uint64_t i, addr;
	uint32_t round;
	bool inside;

	(void)state;
	for (round = 0; round < 300; round++) {
		set_ram(0x100000, WINDOW);
		for (i = below(20) + 1; i > 0; i--)
			add_module(
			    0x300000 + below(0x80000), 1 + below(0x4000));
		before = view.map;
		assert_true(settle());
		for (addr = 0x2ffff0; addr < 0x390000; addr += 1 + below(999)) {
			inside = false;
			for (i = 0; i < view.module_count; i++)
				inside = inside ||
				    overlaps(addr, 1,
					(struct extent){ view.module[i].paddr,
					    view.module[i].paddr +
						view.module[i].size });
			assert_int_equal(
			    memmap_is(&view.map, addr, addr, RESERVED), inside);
			assert_int_equal(memmap_is(&view.map, addr, addr, RAM),
			    !inside && memmap_is(&before, addr, addr, RAM));
		}
	}
}

static const struct CMUnitTest tests[] = {
	BIG(stays_below_1gib),
	BIG(stays_when_it_ends_at_1gib),
	BIG(moves_when_it_straddles_1gib),
	BIG(moves_from_above_1gib_with_all_its_bytes),
	BIG(two_high_ones_move_clear_of_all_others),
	SMALL(two_that_share_bytes_both_stay),
	BIG(two_high_ones_that_share_bytes_are_moved_apart),
	BIG(fits_a_hole_exactly_or_not_at_all),
	SMALL(is_not_placed_below_1_mib_or_from_1_gib_on),
	SMALL(the_highest_of_several_holes_is_taken),
	SMALL(a_module_without_bytes_is_in_nobody_s_way),
	SMALL(is_placed_where_a_page_by_page_search_would),
	SMALL(is_refused_where_there_is_no_ram),
	SMALL(is_refused_in_the_kernel_and_in_the_door),
	BIG(nothing_is_moved_if_any_module_is_refused),
	SMALL(one_without_bytes_is_passed_on_with_a_warning),
	SMALL(a_map_without_room_for_it_is_a_defect),
	SMALL(a_kernel_outside_of_ram_is_a_warning),
	SMALL(kernend_is_the_image_s_end),
	BIG(kernend_goes_past_modules_right_after_it),
	BIG(kernend_goes_on_from_module_to_module),
	BIG(kernend_goes_past_one_that_was_moved_there),
	SMALL(the_map_afterwards_is_the_map_before_without_the_modules),
};

MAIN("modules")
