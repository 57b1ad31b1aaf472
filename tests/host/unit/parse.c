/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From start_info to the boot view; badinput.c has the input that is refused.
 */
#include "unit.h"

static void
nothing_optional_is_no_error(void **state)
{
	(void)state;
	assert_true(parse());
	assert_null(view.cmdline);
	assert_int_equal(view.module_count, 0);
	assert_int_equal(view.rsdp, 0);
	assert_int_equal(view.arena.used, 0);
	assert_map((const struct memmap_range[]){
	    { 0, WINDOW - 1, RAM }, { 0, 0, 0 } });
	assert_string_equal(printed(), "");
}

static void
everything_is_copied(void **state)
{
	const struct hvm_modlist_entry list[] = {
		{ 0x300000, 10, give_string("initrd type=raw a b"), ~0ull },
		{ 0x123456789abcdefull, 7, 0, 1 },
		{ 0, 0, give_string(" \t"), 0 },
	};

	(void)state;
	give_modules(list, 3);
	info()->cmdline_paddr = give_string("-v  a='b c'");
	info()->rsdp_paddr = 0xfc001000;
	info()->version = 1;
	info()->flags = SIF_KNOWN;
	info()->reserved = UINT32_MAX;
	assert_true(parse());
	memset(memory + INFO_AT, 0xff, sizeof(*info()));
	memset(memory + MIB, 0xff, MIB);
	assert_string_equal(view.cmdline, "-v  a='b c'");
	assert_int_equal(view.module_count, 3);
	assert_int_equal(view.module[0].paddr, 0x300000);
	assert_int_equal(view.module[0].size, 10);
	assert_string_equal(view.module[0].cmdline, "initrd type=raw a b");
	assert_int_equal(view.module[1].paddr, 0x123456789abcdefull);
	assert_int_equal(view.module[1].size, 7);
	assert_null(view.module[1].cmdline);
	assert_string_equal(view.module[2].cmdline, " \t");
	assert_int_equal(view.rsdp, 0xfc001000);
	assert_string_equal(
	    printed(), "pvh: warning: rsdp at 0xfc001000 fails its check\n");
}

static void
a_map_in_any_order_becomes_one_in_order(void **state)
{
	const struct hvm_memmap_table_entry map[] = {
		{ 0x100000, 0x300000, RAM, 0 },
		{ 0, 0, 0, 0 },
		{ 0xf0000, 0x10000, RESERVED, 9 },
		{ 0, 0x9fc00, RAM, 0 },
		{ 0x50000, 0, RESERVED, 0 },
		{ 0x200001, 1, 12, 0 },
		{ 0x9fc00, 0x400, RESERVED, 0 },
		{ 0xfffffffffffff000ull, 0x1000, SMAP_TYPE_ACPI_NVS, 0 },
	};

	(void)state;
	give_map(map, COUNT(map));
	assert_true(parse());
	assert_map((const struct memmap_range[]){ { 0, 0x9fbff, RAM },
	    { 0x9fc00, 0x9ffff, RESERVED }, { 0xf0000, 0xfffff, RESERVED },
	    { 0x100000, 0x200000, RAM }, { 0x200001, 0x200001, 12 },
	    { 0x200002, 0x3fffff, RAM },
	    { 0xfffffffffffff000ull, UINT64_MAX, SMAP_TYPE_ACPI_NVS },
	    { 0, 0, 0 } });
	assert_string_equal(printed(), "");
}

static void
a_later_version_is_as_good_as_version_1(void **state)
{
	static const uint32_t versions[] = { 2, 3, 0x80000000, UINT32_MAX };
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(versions); i++) {
		info()->version = versions[i];
		assert_true(parse());
		assert_string_equal(printed(), "");
	}
}

static void
a_list_of_no_modules_is_not_looked_at(void **state)
{
	(void)state;
	info()->modlist_paddr = UINT64_MAX;
	assert_true(parse());
	assert_int_equal(view.module_count, 0);
}

static void
start_info_ends_with_the_window(void **state)
{
	struct hvm_start_info copy = *info();
	uint64_t at = WINDOW - sizeof(copy);

	(void)state;
	memcpy(memory + at, &copy, sizeof(copy));
	assert_true(pvh_parse(&view, at));
	memcpy(memory + at + 1, &copy, sizeof(copy) - 1);
	assert_false(pvh_parse(&view, at + 1));
	assert_refused(PVH_START_INFO_RANGE, 0, at + 1,
	    "start_info at 0x5fffc9 is out of reach");
}

static void
start_info_lies_before_the_door(void **state)
{
	struct hvm_start_info copy = *info();
	uint64_t at = DOOR_START - sizeof(copy);

	(void)state;
	memcpy(memory + at, &copy, sizeof(copy));
	assert_true(pvh_parse(&view, at));
	memcpy(memory + at + 1, &copy, sizeof(copy) - 1);
	assert_false(pvh_parse(&view, at + 1));
	assert_refused(PVH_START_INFO_RANGE, 0, at + 1,
	    "start_info at 0x281fc9 is out of reach");
}

static void
as_many_modules_as_fit(void **state)
{
	static struct hvm_modlist_entry list[BOOT_MODULES];
	uint32_t i;

	(void)state;
	for (i = 0; i < BOOT_MODULES; i++)
		list[i].paddr = i;
	give_modules(list, BOOT_MODULES);
	assert_true(parse());
	assert_int_equal(view.module_count, BOOT_MODULES);
	for (i = 0; i < BOOT_MODULES; i++) {
		assert_int_equal(view.module[i].index, i);
		assert_int_equal(view.module[i].paddr, i);
	}
}

/* Entries with holes between them, the lowest one last. */
static void
give_many(uint32_t count)
{
	static struct hvm_memmap_table_entry map[1024];
	uint32_t i;

	for (i = 0; i < count; i++)
		map[i] =
		    (struct hvm_memmap_table_entry){ (count - i) * 0x2000ull,
			    0x1000, RAM, 0 };
	give_map(map, count);
}

static void
as_many_entries_as_fit(void **state)
{
	struct memmap_range r;
	uint32_t i, cursor = 0;

	(void)state;
	give_many(255);
	assert_true(parse());
	for (i = 1; i <= 255; i++) {
		assert_true(memmap_next(&view.map, &cursor, &r));
		assert_int_equal(r.first, i * 0x2000);
		assert_int_equal(r.last, i * 0x2000 + 0xfff);
	}
	assert_false(memmap_next(&view.map, &cursor, &r));
	give_many(256);
	assert_false(parse());
	assert_refused(PVH_MEMMAP_FULL, 255, 0x2000,
	    "memmap entry 255: no room for the range at 0x2000");
}

/* An entry that is empty or repeats another takes no step of the map. */
static void
more_entries_than_steps_are_no_error(void **state)
{
	static struct hvm_memmap_table_entry map[5000];
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(map); i++)
		map[i] = (struct hvm_memmap_table_entry){ (i % 7) * 0x1000ull,
			i % 3 == 0 ? 0 : 0x1000, RAM, 0 };
	give_map(map, COUNT(map));
	assert_true(parse());
	assert_map(
	    (const struct memmap_range[]){ { 0, 0x6fff, RAM }, { 0, 0, 0 } });
}

/* A start_info of any bytes, though often with the right magic. */
static void
any_bytes_are_read_safely(void **state)
{
	uint64_t words[7];
	uint32_t round, i;

	(void)state;
	for (i = 0; i < 0x1000; i += 8) {
		words[0] = below(4) != 0 ? below(0x500000) : any();
		memcpy(memory + 0x80000 + i, words, 8);
	}
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < 7; i++)
			words[i] = below(3) == 0 ? any()
						 : 0x80000 +
				below(below(2) != 0 ? 0x1000 : 0x400000);
		memcpy(memory + INFO_AT, words, sizeof(words));
		info()->magic =
		    below(16) != 0 ? HVM_START_MAGIC : (uint32_t)any();
		info()->version = (uint32_t)below(3);
		info()->nr_modules &= below(2) != 0 ? 3 : UINT32_MAX;
		info()->memmap_entries = (uint32_t)below(200);
		if (below(2) != 0)
			info()->memmap_paddr = MIB + 1;
		view.arena.used = 0;
		view.warned = ~0ull;
		view.defect.code = PVH_OK;
		if (!parse())
			assert_true(view.defect.code > PVH_OK &&
			    view.defect.code < PVH_WARNINGS);
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(nothing_optional_is_no_error),
	SMALL(everything_is_copied),
	SMALL(a_map_in_any_order_becomes_one_in_order),
	SMALL(a_later_version_is_as_good_as_version_1),
	SMALL(a_list_of_no_modules_is_not_looked_at),
	SMALL(start_info_ends_with_the_window),
	SMALL(start_info_lies_before_the_door),
	SMALL(as_many_modules_as_fit),
	SMALL(as_many_entries_as_fit),
	SMALL(more_entries_than_steps_are_no_error),
	SMALL(any_bytes_are_read_safely),
};

MAIN("parse")
