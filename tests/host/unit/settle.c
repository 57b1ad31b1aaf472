/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Modules are checked, and moved right behind the image, on machines of 6 MiB
 * and of 4 GiB.
 */
#include "unit.h"

#define HEADROOM (2 * MIB)
#define NO_HEADROOM(kernend) \
	"pvh: warning: memmap: less than 2 MiB of RAM at kernend, " kernend "\n"

static void
add_range(uint64_t first, uint64_t last, uint32_t type)
{
	assert_true(memmap_paint(&view.map, first, last, type));
}

/* A map of one range of RAM, and no modules yet. */
static void
set_ram(uint64_t start, uint64_t end)
{
	memmap_clear(&view.map);
	add_range(start, end - 1, RAM);
	view.module_count = 0;
}

static void
add_module(uint64_t paddr, uint64_t size)
{
	uint32_t i = view.module_count++;

	view.module[i] = (struct boot_module){ paddr, size, NULL, i };
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

/* The module is at this address, with its bytes. */
static void
assert_at(uint32_t i, uint64_t paddr, uint64_t salt)
{
	assert_int_equal(view.module[i].paddr, paddr);
	assert_filled(&view.module[i], salt);
	assert_type(paddr,
	    (paddr + view.module[i].size + PAGE - 1) / PAGE * PAGE - 1,
	    RESERVED);
}

static void
assert_quiet_settle(void)
{
	view.warned = 0;
	printed();
	assert_true(settle());
	assert_string_equal(printed(), "");
}

static void
assert_settles_but(const char *warnings)
{
	view.warned = 0;
	printed();
	assert_true(settle());
	assert_string_equal(printed(), warnings);
}

static void
set_big(void)
{
	set_ram(0x100000, 4 * GIB);
	open_memory(3 * GIB, MIB);
}

static void
moves_right_behind_the_image_with_all_its_bytes(void **state)
{
	static const uint64_t sizes[] = { 1, 7, 8, 9, 4095, 4096, 4097,
		0x12345 };
	uint64_t end, kernend;
	uint32_t i;

	(void)state;
	set_big();
	for (i = 0; i < COUNT(sizes); i++) {
		set_ram(0x100000, 4 * GIB);
		memset(memory + DOOR_END, 0xee, 2 * MIB);
		add_module(3 * GIB + 3 + i, sizes[i]);
		fill_module(&view.module[0], i);
		assert_quiet_settle();
		assert_at(0, DOOR_END, i);
		kernend = DOOR_END + (sizes[i] + PAGE - 1) / PAGE * PAGE;
		assert_int_equal(bsd.kernend, kernend);
		assert_type(0x100000, DOOR_END - 1, RAM);
		assert_type(kernend, 4 * GIB - 1, RAM);
		for (end = DOOR_END + sizes[i]; end < kernend + PAGE; end++)
			assert_int_equal(memory[end], 0xee);
	}
}

static void
what_lies_there_already_stays(void **state)
{
	(void)state;
	set_big();
	add_module(DOOR_END, 0x1234);
	add_module(DOOR_END + 0x2000, 0x1000);
	fill_module(&view.module[0], 1);
	fill_module(&view.module[1], 2);
	assert_quiet_settle();
	assert_at(0, DOOR_END, 1);
	assert_at(1, DOOR_END + 0x2000, 2);
	assert_int_equal(bsd.kernend, DOOR_END + 0x3000);
}

static void
moves_down_over_itself(void **state)
{
	uint64_t by;

	(void)state;
	set_big();
	for (by = 1; by < 0x3000; by += by < 20 ? 1 : 997) {
		set_ram(0x100000, 4 * GIB);
		add_module(DOOR_END + by, 0x5432);
		fill_module(&view.module[0], by);
		assert_quiet_settle();
		assert_at(0, DOOR_END, by);
	}
}

/* Whatever their order in the list, the lowest is moved first. */
static void
several_close_up(void **state)
{
	(void)state;
	set_big();
	add_module(0x380000, 0x30000);
	add_module(0x340000, 0x40000);
	add_module(0x180000, 0x1001);
	fill_module(&view.module[0], 1);
	fill_module(&view.module[1], 2);
	fill_module(&view.module[2], 3);
	assert_quiet_settle();
	assert_at(2, DOOR_END, 3);
	assert_at(1, DOOR_END + 0x2000, 2);
	assert_at(0, DOOR_END + 0x42000, 1);
	assert_int_equal(bsd.kernend, DOOR_END + 0x72000);
}

static void
one_from_below_does_not_overwrite_one_that_is_there(void **state)
{
	(void)state;
	set_big();
	add_module(DOOR_END + 0x1000, 0x2000);
	add_module(0x180000, 0x1001);
	fill_module(&view.module[0], 1);
	fill_module(&view.module[1], 2);
	assert_quiet_settle();
	assert_at(1, DOOR_END + 0x3000, 2);
	assert_at(0, DOOR_END, 1);
	assert_int_equal(bsd.kernend, DOOR_END + 0x5000);
}

static void
two_that_share_bytes_are_moved_apart(void **state)
{
	(void)state;
	set_big();
	add_module(3 * GIB, 0x2000);
	add_module(3 * GIB, 0x2000);
	fill_module(&view.module[0], 9);
	assert_quiet_settle();
	assert_at(0, DOOR_END, 9);
	assert_at(1, DOOR_END + 0x2000, 9);
	set_big();
	add_module(0x300000, 0x2000);
	add_module(0x301000, 0x1000);
	fill_module(&view.module[0], 4);
	assert_quiet_settle();
	assert_at(0, DOOR_END, 4);
	assert_int_equal(view.module[1].paddr, DOOR_END + 0x2000);
	assert_memory_equal(
	    memory + DOOR_END + 0x2000, memory + DOOR_END + 0x1000, 0x1000);
}

static void
one_above_4_gib_is_brought_down(void **state)
{
	static const uint64_t starts[] = { 4 * GIB, 4 * GIB - 5, 5 * GIB + 3,
		(1ull << CPU_BITS) - 0x1235, (1ull << CPU_BITS) - 0x1234 };
	uint64_t i, k;

	(void)state;
	for (i = 0; i < COUNT(starts); i++) {
		set_ram(0x100000, 1ull << CPU_BITS);
		add_module(starts[i], 0x1234);
		assert_quiet_settle();
		assert_int_equal(view.module[0].paddr, DOOR_END);
		for (k = 0; k < 0x1234; k++)
			assert_int_equal(
			    memory[DOOR_END + k], far_byte(starts[i] + k));
	}
	set_ram(0x100000, 1ull << CPU_BITS);
	add_module((1ull << CPU_BITS) - 0x1233, 0x1234);
	assert_settles_but(
	    "pvh: warning: module 0: data at 0xffffffedcd is out "
	    "of reach; it is left out\n");
	assert_int_equal(view.module_count, 0);
}

/* No RAM behind the image but this. */
static void
set_hole(uint64_t start, uint64_t end)
{
	set_ram(start, end);
	add_range(GIB, 4 * GIB - 1, RAM);
}
#define OUTSIDE \
	"pvh: warning: memmap: the kernel at 0x200000 is not all in RAM\n"

static void
fits_a_hole_exactly_or_not_at_all(void **state)
{
	(void)state;
	open_memory(3 * GIB, MIB);
	set_hole(0x300000, 0x304000);
	add_module(3 * GIB, 0x4000);
	fill_module(&view.module[0], 5);
	assert_settles_but(OUTSIDE NO_HEADROOM("0x304000"));
	assert_at(0, 0x300000, 5);
	set_hole(0x300000, 0x303fff);
	add_module(3 * GIB, 0x3001); /* its pages do not fit */
	assert_false(settle());
	assert_refused(PVH_MODULE_NO_ROOM, 0, 0x3001,
	    "module 0: no RAM for 0x3001 bytes between the kernel and 1 GiB");
	set_hole(0x300001, 0x304000);
	add_module(0x301000, 1);
	add_module(3 * GIB, 0x2001);
	assert_false(settle());
	assert_refused(PVH_MODULE_NO_ROOM, 1, 0x2001,
	    "module 1: no RAM for 0x2001 bytes between the kernel and 1 GiB");
}

/* Where the module, as the only one of the list, would be placed. */
static uint64_t
place(uint8_t module, uint64_t headroom)
{
	const uint32_t last = BOOT_MODULES - 1;
	struct places places = { &view, view.image.end, last, last, { 0 } };

	places.order[last] = module;
	return settle_place(&places, last, headroom);
}

static void
is_placed_between_the_image_and_1_gib(void **state)
{
	(void)state;
	set_ram(0, DOOR_END);
	add_module(0, 1);
	assert_int_equal(place(0, 0), 0);
	set_ram(0, DOOR_END + PAGE - 1);
	add_module(0, 1);
	assert_int_equal(place(0, 0), 0);
	set_ram(0, DOOR_END + PAGE);
	add_module(0, PAGE);
	assert_int_equal(place(0, 0), DOOR_END);
	assert_int_equal(place(0, 1), 0);
	view.module[0].size++;
	assert_int_equal(place(0, 0), 0);
	set_ram(GIB, 4 * GIB);
	add_module(0, 1);
	assert_int_equal(place(0, 0), 0);
	set_ram(GIB - PAGE - 1, 4 * GIB);
	add_module(GIB, PAGE);
	assert_int_equal(place(0, 0), GIB - PAGE);
	assert_int_equal(place(0, 1), 0);
	view.module[0].size++;
	assert_int_equal(place(0, 0), 0);
	view.module[0].size = UINT64_MAX >> 12;
	assert_int_equal(place(0, 0), 0);
}

static void
the_lowest_of_several_holes_with_headroom_is_taken(void **state)
{
	(void)state;
	set_ram(0x300000, 0x310000);
	add_range(0x400000, 0x4fffff, MEMMAP_PMEM);
	add_range(0x500000, 0x6fffff, RAM);
	add_range(0x800000, 0xa03fff, RAM);
	add_module(3 * GIB, 0x4000);
	assert_int_equal(place(0, 0), 0x300000);
	assert_int_equal(place(0, HEADROOM), 0x800000);
	assert_int_equal(place(0, HEADROOM + 1), 0);
	view.module[0].size = 0x10001;
	assert_int_equal(place(0, 0), 0x500000);
}

static void
without_headroom_there_is_a_warning(void **state)
{
	(void)state;
	set_ram(0x100000, DOOR_END + HEADROOM);
	assert_quiet_settle();
	assert_int_equal(bsd.kernend, DOOR_END);
	set_ram(0x100000, DOOR_END + HEADROOM - 1);
	assert_settles_but(NO_HEADROOM("0x2c0000"));
	set_ram(0x100000, DOOR_END + HEADROOM);
	add_module(0x400000, 1);
	assert_settles_but(NO_HEADROOM("0x2c1000"));
	assert_int_equal(view.module[0].paddr, DOOR_END);
}

static void
a_module_without_bytes_is_in_nobody_s_way(void **state)
{
	(void)state;
	set_ram(0x300000, 0x304000);
	add_module(0x302000, 0);
	add_module(0, 0x4000);
	assert_int_equal(place(1, 0), 0x300000);
}

static void
one_that_is_not_in_ram_is_kept(void **state)
{
	(void)state;
	set_ram(0x100000, 0x540000);
	add_module(0x53fff0, 0x11);
	fill_module(&view.module[0], 1);
	assert_settles_but(
	    "pvh: warning: module 0: data at 0x53fff0 is not all in RAM\n");
	assert_at(0, DOOR_END, 1);
	set_ram(0x100000, 0x540000);
	add_range(0x310000, 0x310000, MEMMAP_ACPI_NVS);
	add_module(0x300000, 0x20000);
	add_module(0x590000, 0x1000);
	fill_module(&view.module[0], 2);
	fill_module(&view.module[1], 3);
	assert_settles_but(
	    "pvh: warning: module 0: data at 0x300000 is not all in RAM\n"
	    "pvh: warning: module 1: data at 0x590000 is not all in RAM\n");
	assert_at(0, 0x320000, 2); /* a place with headroom after it */
	assert_at(1, 0x311000, 3);
	assert_int_equal(bsd.kernend, 0x340000);
	assert_type(0x310000, 0x310000, MEMMAP_ACPI_NVS);
}

/* RAM begins within it: it moves up, so it must not overwrite itself. */
static void
one_that_moves_up_does_not_overwrite_itself(void **state)
{
	(void)state;
	set_ram(DOOR_END + 0x1800, 0x600000);
	add_module(DOOR_END + 0x1000, 0x3000);
	fill_module(&view.module[0], 1);
	assert_settles_but(OUTSIDE
	    "pvh: warning: module 0: data at 0x2c1000 is not all in RAM\n");
	assert_at(0, DOOR_END + 0x4000, 1);
}

static void
one_in_the_kernel_or_in_the_door_is_left_out(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_module(KERNEL_START - 0x10, 0x10);
	add_module(DOOR_END, 0x10);
	add_module(DOOR_END, 0x10);
	assert_quiet_settle();
	set_ram(0x100000, WINDOW);
	add_module(KERNEL_START - 0x10, 0x11);
	add_module(0x300000, 1);
	add_module(KERNEL_END - 1, 1);
	add_module(0x300001, 0);
	add_module(DOOR_END - 1, 1);
	add_module(0, 1);
	add_module(0x300003, 1);
	assert_settles_but(
	    "pvh: warning: module 0: data at 0x1ffff0 overlaps the kernel; it "
	    "is left out\n"
	    "pvh: warning: module 2: data at 0x280122 overlaps the kernel; it "
	    "is left out\n"
	    "pvh: warning: module 3: no bytes at 0x300001\n"
	    "pvh: warning: module 4: data at 0x2bffff is out of reach; it is "
	    "left out\n"
	    "pvh: warning: module 5: data at 0x0 is out of reach; it is left "
	    "out\n");
	assert_int_equal(view.module_count, 3);
	assert_int_equal(view.module[0].index, 1);
	assert_int_equal(view.module[1].index, 3);
	assert_int_equal(view.module[2].index, 6);
	assert_int_equal(view.module[1].paddr, 0x300001);
	assert_int_equal(view.module[2].paddr, DOOR_END + PAGE);
	assert_int_equal(bsd.kernend, DOOR_END + 2 * PAGE);
}

static void
those_without_bytes_stay_with_a_warning_each(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_module(0, 0);
	add_module(UINT64_MAX, 0);
	add_module(KERNEL_START + 5, 0);
	assert_settles_but("pvh: warning: module 0: no bytes at 0x0\n"
			   "pvh: warning: module 1: no bytes at "
			   "0xffffffffffffffff\n"
			   "pvh: warning: module 2: no bytes at 0x200005\n");
	assert_int_equal(view.module[0].paddr, 0);
	assert_int_equal(view.module[1].paddr, UINT64_MAX);
	assert_int_equal(view.module_count, 3);
	assert_int_equal(bsd.kernend, DOOR_END);
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
	assert_refused(PVH_MODULE_MAP_FULL, 0, DOOR_END,
	    "module 0: no room for 0x2c0000 in the memory map");
}

static void
a_defect_has_the_index_in_the_loader_s_list(void **state)
{
	uint64_t i;

	(void)state;
	set_ram(0x100000, WINDOW);
	add_module(0, 1);
	add_module(0x300000, GIB);
	assert_false(settle());
	assert_int_equal(view.defect.code, PVH_MODULE_NO_ROOM);
	assert_int_equal(view.defect.index, 1);
	set_ram(0x100000, WINDOW);
	for (i = 0; view.map.count <= MEMMAP_STEPS - 2; i++)
		add_range(2 * GIB + i * 32, 2 * GIB + i * 32 + 7, RESERVED);
	add_module(0, 1);
	add_module(0x300000, 1);
	assert_false(settle());
	assert_int_equal(view.defect.code, PVH_MODULE_MAP_FULL);
	assert_int_equal(view.defect.index, 1);
	printed();
}

static void
a_kernel_outside_of_ram_is_a_warning(void **state)
{
	(void)state;
	set_ram(0x100000, WINDOW);
	add_range(DOOR_END - 1, DOOR_END - 1, RESERVED);
	assert_settles_but(OUTSIDE);
	set_ram(KERNEL_START, DOOR_END + HEADROOM);
	assert_quiet_settle();
}

/*
 * Any modules at any addresses: each arrives with its bytes, no two share a
 * page, and only the pages of modules are taken out of the map.
 */
static void
whatever_there_is_arrives(void **state)
{
	static unsigned char before[3 * MIB];
	static struct memmap map;
	struct boot_module was[BOOT_MODULES];
	uint64_t i, k, addr, end, highest;
	uint32_t round, inside;

	(void)state;
	for (round = 0; round < 300; round++) {
		set_ram(0x100000, 0x550000);
		if (below(2) != 0)
			add_range(
			    0x310000 + below(0x20000), 0x340000, RESERVED);
		for (i = 0; i < MIB; i++)
			memory[0x300000 + i] = (unsigned char)any();
		for (i = below(12) + 1; i > 0; i--)
			add_module(0x300000 + below(0xf0000),
			    1 + below(below(3) != 0 ? 0x4000 : 0xffff));
		memcpy(before, memory + 0x300000, sizeof(before));
		memcpy(was, view.module, sizeof(was));
		map = view.map;
		assert_true(settle());
		highest = DOOR_END;
		for (i = 0; i < view.module_count; i++) {
			addr = view.module[i].paddr;
			assert_true(addr >= DOOR_END && addr % PAGE == 0);
			assert_int_equal(view.module[i].size, was[i].size);
			assert_memory_equal(memory + addr,
			    before + (was[i].paddr - 0x300000), was[i].size);
			end = (addr + was[i].size + PAGE - 1) / PAGE * PAGE;
			highest = end > highest ? end : highest;
			assert_true(memmap_is(&map, addr, end - 1, RAM));
		}
		assert_int_equal(bsd.kernend, highest);
		for (addr = DOOR_END; addr < 0x580000; addr += PAGE) {
			inside = 0;
			for (k = 0; k < view.module_count; k++)
				inside += addr + PAGE > view.module[k].paddr &&
				    addr < view.module[k].paddr +
					    view.module[k].size;
			assert_true(inside <= 1);
			for (k = 0; k < PAGE; k += 1 + below(4000))
				assert_int_equal(memmap_is(&view.map, addr + k,
						     addr + k, RAM),
				    !inside &&
					memmap_is(
					    &map, addr + k, addr + k, RAM));
		}
		printed();
	}
}

static const struct CMUnitTest tests[] = {
	BIG(moves_right_behind_the_image_with_all_its_bytes),
	BIG(what_lies_there_already_stays),
	BIG(moves_down_over_itself),
	BIG(several_close_up),
	BIG(one_from_below_does_not_overwrite_one_that_is_there),
	BIG(two_that_share_bytes_are_moved_apart),
	BIG(one_above_4_gib_is_brought_down),
	BIG(fits_a_hole_exactly_or_not_at_all),
	SMALL(is_placed_between_the_image_and_1_gib),
	SMALL(the_lowest_of_several_holes_with_headroom_is_taken),
	SMALL(without_headroom_there_is_a_warning),
	SMALL(a_module_without_bytes_is_in_nobody_s_way),
	BIG(one_that_is_not_in_ram_is_kept),
	BIG(one_that_moves_up_does_not_overwrite_itself),
	SMALL(one_in_the_kernel_or_in_the_door_is_left_out),
	SMALL(those_without_bytes_stay_with_a_warning_each),
	SMALL(a_map_without_room_for_it_is_a_defect),
	BIG(a_defect_has_the_index_in_the_loader_s_list),
	SMALL(a_kernel_outside_of_ram_is_a_warning),
	SMALL(whatever_there_is_arrives),
};

MAIN("settle")
