/* SPDX-License-Identifier: BSD-2-Clause */
/* The whole door, given input that makes no sense: each kind gives one line. */
#include "unit.h"

#define LINE(...) snprintf(line, sizeof(line), __VA_ARGS__)
static char line[256];

/* The door stops because of this, and has given no warning. */
static void
assert_stops(enum pvh_code code, uint32_t index, uint64_t value)
{
	view.arena.used = 0;
	view.warned = 0;
	printed();
	assert_false(door());
	assert_string_equal(printed(), "");
	assert_refused(code, index, value, line);
}

/* The door prints this one line and goes on. */
static void
assert_warns(const char *warning)
{
	char expected[256];

	view.arena.used = 0;
	view.warned = 0;
	snprintf(expected, sizeof(expected), "pvh: warning: %s\n", warning);
	printed();
	assert_true(door());
	assert_string_equal(printed(), expected);
}

static void
assert_goes_on(void)
{
	view.arena.used = 0;
	printed();
	assert_true(door());
	assert_string_equal(printed(), "");
}

/* Addresses of size bytes that wrap, or that are not all in the window. */
static uint64_t
bad_address(uint32_t i, uint64_t size)
{
	const uint64_t bad[] = { WINDOW - size + 1, WINDOW, GIB, 4 * GIB - 1,
		4 * GIB, 1ull << 63, UINT64_MAX - size + 1,
		UINT64_MAX - size + 2, UINT64_MAX, DOOR_START - size + 1,
		DOOR_START, DOOR_END - 1 };

	return i < COUNT(bad) ? bad[i] : 0;
}

static void
start_info_out_of_reach(void **state)
{
	uint64_t paddr;
	uint32_t i;

	(void)state;
	for (i = 0; (paddr = bad_address(i, sizeof(*info()))) != 0; i++) {
		if (paddr == WINDOW - sizeof(*info()) + 1 ||
		    paddr == DOOR_START - sizeof(*info()) + 1)
			memcpy(memory + paddr, info(), sizeof(*info()) - 1);
		assert_false(pvh_parse(&view, paddr));
		LINE("start_info at 0x%lx is out of reach", paddr);
		assert_refused(PVH_START_INFO_RANGE, 0, paddr, line);
	}
	assert_false(pvh_parse(&view, 0));
	assert_refused(
	    PVH_START_INFO_RANGE, 0, 0, "start_info at 0x0 is out of reach");
}

static void
wrong_magic(void **state)
{
	static const uint32_t magics[] = { 0, 1, 0x61616161, 0x78c56e33,
		UINT32_MAX, HVM_START_MAGIC ^ 0x80000000, HVM_START_MAGIC ^ 1 };
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(magics); i++) {
		info()->magic = magics[i];
		info()->flags = UINT32_MAX;
		LINE("start_info: magic is 0x%x, not 0x336ec578", magics[i]);
		assert_stops(PVH_MAGIC, 0, magics[i]);
	}
}

static void
no_memory_map(void **state)
{
	struct hvm_start_info good = *info();

	(void)state;
	info()->version = 0;
	LINE("start_info: version 0 has no memory map");
	assert_stops(PVH_NO_MEMMAP, 0, 0);
	*info() = good;
	info()->memmap_paddr = 0;
	LINE("start_info: version 1 has no memory map");
	assert_stops(PVH_NO_MEMMAP, 1, 0);
	*info() = good;
	info()->memmap_entries = 0;
	info()->version = 7;
	LINE("start_info: version 7 has no memory map");
	assert_stops(PVH_NO_MEMMAP, 7, 0);
}

static void
version_above_1_is_accepted(void **state)
{
	(void)state;
	info()->version = 2;
	assert_goes_on();
	info()->version = UINT32_MAX;
	assert_goes_on();
}

static void
map_out_of_reach(void **state)
{
	uint64_t paddr;
	uint32_t i;

	(void)state;
	for (i = 0; (paddr = bad_address(i, 24)) != 0; i++) {
		info()->memmap_paddr = paddr;
		LINE("memmap: 1 entries at 0x%lx are out of reach", paddr);
		assert_stops(PVH_MEMMAP_RANGE, 1, paddr);
	}
	info()->memmap_paddr = 0x7000;
	info()->memmap_entries = UINT32_MAX;
	LINE("memmap: 4294967295 entries at 0x7000 are out of reach");
	assert_stops(PVH_MEMMAP_RANGE, UINT32_MAX, 0x7000);
	info()->memmap_entries = 0x0aaaaaab; /* times 24 is 8 in 32 bits */
	LINE("memmap: 178956971 entries at 0x7000 are out of reach");
	assert_stops(PVH_MEMMAP_RANGE, 0x0aaaaaab, 0x7000);
}

static void
map_entry_that_wraps(void **state)
{
	const struct hvm_memmap_table_entry map[] = { { 0, WINDOW, RAM, 0 },
		{ UINT64_MAX, 1, RESERVED, 0 }, { UINT64_MAX, 0, RESERVED, 0 },
		{ 0x8000000000000001ull, 0x8000000000000000ull, RESERVED, 0 } };

	(void)state;
	give_map(map, 3);
	assert_goes_on();
	give_map(map, 4);
	LINE("memmap entry 3: the range at 0x8000000000000001 wraps");
	assert_stops(PVH_MEMMAP_WRAPS, 3, 0x8000000000000001ull);
}

static void
map_of_type_0_that_wraps(void **state)
{
	(void)state;
	give_map(&(struct hvm_memmap_table_entry){ 2, UINT64_MAX, 0, 0 }, 1);
	LINE("memmap entry 0: the range at 0x2 wraps");
	assert_stops(PVH_MEMMAP_WRAPS, 0, 2);
}

static void
more_map_entries_than_fit(void **state)
{
	static struct hvm_memmap_table_entry map[300];
	uint32_t i;

	(void)state;
	map[0] = (struct hvm_memmap_table_entry){ 0, WINDOW, RAM, 0 };
	for (i = 1; i < COUNT(map); i++)
		map[i] = (struct hvm_memmap_table_entry){ GIB + i * 0x2000ull,
			0x1000, RESERVED, 0 };
	give_map(map, 256);
	assert_goes_on();
	give_map(map, 257);
	LINE("memmap entry 256: no room for the range at 0x40200000");
	assert_stops(PVH_MEMMAP_FULL, 256, 0x40200000);
}

static void
map_with_no_ram(void **state)
{
	const struct hvm_memmap_table_entry map[] = { { 0, WINDOW, RAM, 0 },
		{ 0, WINDOW, RESERVED, 0 }, { WINDOW, 0, RAM, 0 } };

	(void)state;
	give_map(map, 3);
	LINE("memmap: no RAM in 3 entries at 0x%lx",
	    (unsigned long)info()->memmap_paddr);
	assert_stops(PVH_MEMMAP_NO_RAM, 3, info()->memmap_paddr);
}

static void
command_line_out_of_reach(void **state)
{
	uint64_t paddr;
	uint32_t i;

	(void)state;
	for (i = 0; (paddr = bad_address(i, 1)) != 0; i++) {
		if (paddr < WINDOW && paddr < DOOR_START)
			continue;
		info()->cmdline_paddr = paddr;
		LINE("command line at 0x%lx is out of reach, left out", paddr);
		assert_warns(line);
	}
	memset(memory + WINDOW - 5, 'x', 5);
	info()->cmdline_paddr = WINDOW - 5;
	LINE("command line at 0x5ffffb is out of reach, left out");
	assert_warns(line);
}

static void
command_line_without_an_end(void **state)
{
	(void)state;
	info()->cmdline_paddr = give_filled('x', BOOT_STRING - 1);
	assert_goes_on();
	info()->cmdline_paddr = give_filled('x', BOOT_STRING);
	LINE("command line at 0x%lx has no end in 64 KiB, left out",
	    (unsigned long)info()->cmdline_paddr);
	assert_warns(line);
}

static void
command_line_larger_than_the_arena(void **state)
{
	(void)state;
	new_arena(0x100);
	info()->cmdline_paddr = give_filled(' ', 0x100);
	LINE("command line at 0x%lx: the arena is full, left out",
	    (unsigned long)info()->cmdline_paddr);
	assert_warns(line);
}

static void
modules_without_a_list(void **state)
{
	(void)state;
	info()->nr_modules = 3;
	LINE("modlist: 3 modules, but no list");
	assert_warns(line);
	info()->nr_modules = UINT32_MAX;
	LINE("modlist: 4294967295 modules, but no list");
	assert_warns(line);
}

static void
module_list_out_of_reach(void **state)
{
	uint64_t paddr;
	uint32_t i;

	(void)state;
	info()->nr_modules = 1;
	for (i = 0; (paddr = bad_address(i, 32)) != 0; i++) {
		info()->modlist_paddr = paddr;
		LINE("modlist: 1 modules at 0x%lx are out of reach; all are "
		     "left out",
		    paddr);
		assert_warns(line);
	}
	info()->modlist_paddr = 0x7000;
	info()->nr_modules = 0x08000000; /* times 32 is 0 in 32 bits */
	LINE("modlist: 134217728 modules at 0x7000 are out of reach; all are "
	     "left out");
	assert_warns(line);
}

static void
more_modules_than_fit(void **state)
{
	static struct hvm_modlist_entry list[BOOT_MODULES + 1];
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(list); i++)
		list[i] = (struct hvm_modlist_entry){ 0x300000 + i, 1, 0, 0 };
	give_modules(list, BOOT_MODULES);
	assert_goes_on();
	give_modules(list, BOOT_MODULES + 1);
	LINE("modlist: 65 modules; those from 0x40 on are left out");
	assert_warns(line);
}

static void
module_out_of_reach(void **state)
{
	struct hvm_modlist_entry list[2] = { { 0x300000, 1, 0, 0 },
		{ 0, 0x20, 0, 0 } };
	uint64_t paddr;
	uint32_t i;

	(void)state;
	for (i = 0; (paddr = bad_address(i, 0x20)) != 0; i++) {
		if (paddr < DOOR_START && paddr + 0x20 > KERNEL_START &&
		    paddr < KERNEL_END)
			continue;
		if (physmem_far(paddr, 0x20))
			continue;
		list[1].paddr = paddr;
		give_modules(list, 2);
		LINE("module 1: data at 0x%lx is out of reach; it is left out",
		    paddr);
		assert_warns(line);
	}
	list[1] = (struct hvm_modlist_entry){ 0x300000, UINT64_MAX, 0, 0 };
	give_modules(list, 2);
	LINE("module 1: data at 0x300000 is out of reach; it is left out");
	assert_warns(line);
	list[1] = (struct hvm_modlist_entry){ 0, 1, 0, 0 };
	give_modules(list, 2);
	LINE("module 1: data at 0x0 is out of reach; it is left out");
	assert_warns(line);
}

static void
module_over_the_kernel(void **state)
{
	const struct hvm_modlist_entry list = { KERNEL_START - 1, 0x1000, 0,
		0 };

	(void)state;
	give_modules(&list, 1);
	LINE("module 0: data at 0x1fffff overlaps the kernel; it is left out");
	assert_warns(line);
}

static void
module_that_is_not_in_ram(void **state)
{
	const struct hvm_modlist_entry list = { 0x300000, 0x1000, 0, 0 };
	const struct hvm_memmap_table_entry map[] = { { 0, WINDOW, RAM, 0 },
		{ 0x300fff, 1, SMAP_TYPE_PMEM, 0 } };

	(void)state;
	give_modules(&list, 1);
	give_map(map, 2);
	LINE("module 0: data at 0x300000 is not all in RAM");
	assert_warns(line);
}

static void
no_room_below_1gib(void **state)
{
	const struct hvm_modlist_entry list = { 2 * GIB, 0x1000000, 0, 0 };
	const struct hvm_memmap_table_entry map[] = { { 0, WINDOW, RAM, 0 },
		{ GIB, 3 * GIB, RAM, 0 } };

	(void)state;
	give_modules(&list, 1);
	give_map(map, 2);
	LINE("module 0: no RAM for 0x1000000 bytes between the kernel and 1 "
	     "GiB");
	assert_stops(PVH_MODULE_NO_ROOM, 0, 0x1000000);
}

static void
module_command_line_out_of_reach(void **state)
{
	struct hvm_modlist_entry list[2] = { { 0x300000, 1, 0, 0 },
		{ 0x300000, 1, 0, 0 } };
	uint64_t paddr;
	uint32_t i;

	(void)state;
	for (i = 0; (paddr = bad_address(i, 1)) != 0; i++) {
		list[1].cmdline_paddr = paddr;
		give_modules(list, 2);
		LINE(
		    "module 1: command line at 0x%lx is out of reach, left out",
		    paddr);
		assert_warns(line);
	}
}

static void
module_command_line_without_an_end(void **state)
{
	struct hvm_modlist_entry list = { 0x300000, 1, 0, 0 };

	(void)state;
	list.cmdline_paddr = give_filled('x', BOOT_STRING);
	give_modules(&list, 1);
	LINE("module 0: command line at 0x%lx has no end in 64 KiB, left out",
	    (unsigned long)list.cmdline_paddr);
	assert_warns(line);
}

static void
names_larger_than_the_arena(void **state)
{
	struct hvm_modlist_entry list[3] = { { 0x300000, 1, 0, 0 },
		{ 0x300000, 1, 0, 0 }, { 0x300000, 1, 0, 0 } };

	(void)state;
	list[0].cmdline_paddr = give_string("0123456789");
	list[1].cmdline_paddr = give_string("0123456789");
	give_modules(list, 2);
	new_arena(21);
	LINE("module 1: command line at 0x%lx: the arena is full, left out",
	    (unsigned long)list[1].cmdline_paddr);
	assert_true(parse());
	assert_true(names_read(&bsd));
	assert_int_equal(strncmp(printed(), "pvh: warning: ", 14), 0);
	assert_string_equal(bsd.module[1].name, "module1");
	list[2].cmdline_paddr = 0;
	give_modules(list, 3);
	new_arena(22);
	LINE("module 2: no room for its name");
	assert_stops(PVH_MODULE_NAME_ARENA, 2, 0);
}

static void
environment_larger_than_the_arena(void **state)
{
	(void)state;
	info()->cmdline_paddr = give_string("a=1 b=2 c=3");
	new_arena(12 + 11 + 4 + 4 + 4);
	LINE("kenv: no room for variable 3");
	assert_stops(PVH_KENV_FULL, 3, 0);
}

static void
metadata_larger_than_the_arena(void **state)
{
	(void)state;
	new_arena(16 + 40);
	LINE("metadata: no room after 0x10 bytes");
	assert_stops(PVH_METADATA_FULL, 0, 0x10);
}

static void
odd_flags_are_a_warning(void **state)
{
	(void)state;
	info()->flags = SIF_KNOWN;
	assert_goes_on();
	info()->flags = 0x20;
	assert_warns("start_info: unknown flags 0x20");
	info()->flags = UINT32_MAX;
	assert_warns("start_info: unknown flags 0xffffffff");
}

static void
map_entries_of_type_0_are_one_warning(void **state)
{
	const struct hvm_memmap_table_entry map[] = { { 0, WINDOW, RAM, 0 },
		{ 0, 0, 0, 0 }, { 0x5000, 0x1000, 0, 0 },
		{ 0x8000, 0x1000, 0, 0 } };

	(void)state;
	give_map(map, 2);
	assert_goes_on();
	give_map(map, 4);
	assert_warns("memmap entry 2: type 0 at 0x5000, left out");
	assert_map((const struct memmap_range[]){
	    { 0, WINDOW - 1, RAM }, { 0, 0, 0 } });
}

static void
an_rsdp_that_fails_is_a_warning(void **state)
{
	(void)state;
	info()->rsdp_paddr = 0xfc001000;
	assert_warns("rsdp at 0xfc001000 fails its check");
	assert_string_equal(bsd.kenv.block + sizeof("loader=pvh"),
	    "acpi.rsdp=0x00000000fc001000");
}

static void
modules_without_bytes_are_a_warning_each(void **state)
{
	const struct hvm_modlist_entry list[] = { { 0x300000, 1, 0, 0 },
		{ 0x1234567890ull, 0, 0, 0 }, { 0, 0, 0, 0 } };

	(void)state;
	give_modules(list, 3);
	assert_warns("module 1: no bytes at 0x1234567890\n"
		     "pvh: warning: module 2: no bytes at 0x0");
	assert_int_equal(view.module_count, 3);
	assert_int_equal(view.module[1].paddr, 0x1234567890ull);
}

static void
each_kind_of_oddness_is_a_line_of_its_own(void **state)
{
	const struct hvm_modlist_entry list[] = { { 0, 0, 0, 0 },
		{ 0, 0, 0, 0 } };

	(void)state;
	give_modules(list, 2);
	info()->flags = 0x10000;
	info()->rsdp_paddr = 5;
	info()->cmdline_paddr = give_string("-x -y = = 'a");
	assert_true(door());
	assert_string_equal(printed(),
	    "pvh: warning: start_info: unknown flags 0x10000\n"
	    "pvh: warning: rsdp at 0x5 fails its check\n"
	    "pvh: warning: module 0: no bytes at 0x0\n"
	    "pvh: warning: module 1: no bytes at 0x0\n"
	    "pvh: warning: command line: unknown option, byte 0x78\n"
	    "pvh: warning: command line: no name in the word at byte 6\n"
	    "pvh: warning: command line: the quote at byte 10 is not closed\n");
}

static void
nothing_optional_is_no_error(void **state)
{
	(void)state;
	assert_goes_on();
	assert_int_equal(bsd.kernend, DOOR_END);
}

static const struct CMUnitTest tests[] = {
	SMALL(start_info_out_of_reach),
	SMALL(wrong_magic),
	SMALL(no_memory_map),
	SMALL(version_above_1_is_accepted),
	SMALL(map_out_of_reach),
	SMALL(map_entry_that_wraps),
	SMALL(map_of_type_0_that_wraps),
	SMALL(more_map_entries_than_fit),
	SMALL(map_with_no_ram),
	SMALL(command_line_out_of_reach),
	SMALL(command_line_without_an_end),
	SMALL(command_line_larger_than_the_arena),
	SMALL(modules_without_a_list),
	SMALL(module_list_out_of_reach),
	SMALL(more_modules_than_fit),
	SMALL(module_out_of_reach),
	SMALL(module_over_the_kernel),
	SMALL(module_that_is_not_in_ram),
	BIG(no_room_below_1gib),
	SMALL(module_command_line_out_of_reach),
	SMALL(module_command_line_without_an_end),
	SMALL(names_larger_than_the_arena),
	SMALL(environment_larger_than_the_arena),
	SMALL(metadata_larger_than_the_arena),
	SMALL(odd_flags_are_a_warning),
	SMALL(map_entries_of_type_0_are_one_warning),
	SMALL(an_rsdp_that_fails_is_a_warning),
	SMALL(modules_without_bytes_are_a_warning_each),
	SMALL(each_kind_of_oddness_is_a_line_of_its_own),
	SMALL(nothing_optional_is_no_error),
};

MAIN("badinput")
