/* SPDX-License-Identifier: BSD-2-Clause */
/* Version 0 of start_info, in a build with a file that asks Xen for the map. */
#include "unit.h"

static bool answers;
static uint32_t ram = RAM;

bool
xen_memmap(struct boot_view *v, uint32_t *entries)
{
	*entries = 3;
	if (!answers)
		return pvh_defect(v, PVH_XEN_MEMMAP, 0, 38);
	return memmap_add(v, 0, 0x100000, 0x300000, ram) &&
	    memmap_add(v, 1, 0, 0x9fc00, ram) &&
	    memmap_add(v, 2, 0x3ff000, 0x1234, RESERVED);
}

static void
version_0_has_the_map_that_xen_gives(void **state)
{
	(void)state;
	answers = true;
	info()->version = 0;
	info()->memmap_paddr = UINT64_MAX; /* version 0 has no such field */
	info()->memmap_entries = UINT32_MAX;
	info()->cmdline_paddr = give_string("-v");
	assert_true(parse());
	assert_string_equal(view.cmdline, "-v");
	assert_map((const struct memmap_range[]){ { 0, 0x9fbff, RAM },
	    { 0x100000, 0x3fefff, RAM }, { 0x3ff000, 0x400233, RESERVED },
	    { 0, 0, 0 } });
	assert_string_equal(printed(), "");
}

static void
a_map_of_xen_s_without_ram_has_no_address(void **state)
{
	(void)state;
	answers = true;
	ram = RESERVED;
	assert_true(parse()); /* leaves an address on the stack */
	info()->version = 0;
	assert_false(parse());
	assert_refused(
	    PVH_MEMMAP_NO_RAM, 3, 0, "memmap: no RAM in 3 entries at 0x0");
	ram = RAM;
}

static void
version_1_is_not_xen_s_to_answer(void **state)
{
	(void)state;
	answers = true;
	info()->memmap_entries = 0;
	assert_false(parse());
	assert_refused(
	    PVH_NO_MEMMAP, 1, 0, "start_info: version 1 has no memory map");
}

static void
version_0_ends_after_40_bytes(void **state)
{
	struct hvm_start_info copy = *info();
	uint64_t at = WINDOW - HVM_START_INFO_V0_SIZE;

	(void)state;
	answers = false;
	copy.version = 0;
	memcpy(memory + at, &copy, HVM_START_INFO_V0_SIZE);
	assert_false(pvh_parse(&view, at));
	assert_refused(
	    PVH_XEN_MEMMAP, 0, 38, "XENMEM_memory_map: 0 entries, error 0x26");
}

static void
an_entry_that_wraps_is_refused_wherever_it_is_from(void **state)
{
	(void)state;
	memmap_clear(&view.map);
	assert_true(memmap_add(&view, 0, UINT64_MAX, 1, RAM));
	assert_true(memmap_add(&view, 1, UINT64_MAX, 0, RAM));
	assert_false(memmap_add(&view, 2, UINT64_MAX, 2, RAM));
	assert_refused(PVH_MEMMAP_WRAPS, 2, UINT64_MAX,
	    "memmap entry 2: the range at 0xffffffffffffffff wraps");
}

static const struct CMUnitTest tests[] = {
	SMALL(version_0_has_the_map_that_xen_gives),
	SMALL(a_map_of_xen_s_without_ram_has_no_address),
	SMALL(version_1_is_not_xen_s_to_answer),
	SMALL(version_0_ends_after_40_bytes),
	SMALL(an_entry_that_wraps_is_refused_wherever_it_is_from),
};

MAIN("xen")
