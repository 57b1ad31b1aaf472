/* SPDX-License-Identifier: BSD-2-Clause */
/* The kit under Xen: whether it is there, and the door's two hypercalls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "fake_xen.h"
#include "kit.h"

static struct boot_view view;
static char arena[0x1000] __attribute__((aligned(8)));
static uint32_t asked_for, shutdowns, entries = 2;
static int64_t error;

void
pvh_putc(char c)
{
	(void)c;
}

/* XENMEM_memory_map and SCHEDOP_shutdown. */
static int64_t
hypercall(uint64_t number, uint64_t command, uint64_t arg, uint64_t unused)
{
	struct {
		uint32_t count;
		uint64_t buffer;
	} *map = (void *)arg;
	const struct {
		uint64_t addr, size;
		uint32_t type;
	} __attribute__((packed))
	e820[] = { { 0, 0x9f000, 1 }, { 0xfc000000, 0x1000, 2 } };

	(void)unused;
	if (number == 12 && command == 9) {
		asked_for = map->count;
		need(map->buffer == (uint64_t)(arena + 24));
		memcpy((void *)map->buffer, e820, sizeof(e820));
		map->count = entries;
		return error;
	}
	need(number == 29 && command == 2 && *(uint32_t *)arg == 3);
	shutdowns++;
	return 0;
}

static int
begin(void **state)
{
	(void)state;
	fake_xen = (struct fake_xen){
		.vendor = AMD, .leaf = 0x40000000, .call = hypercall
	};
	memmap_clear(&view.map);
	view.arena = (struct arena){ arena, 0x1000, 24 + 20 * 3 + 4, 24 };
	entries = 2;
	error = 0;
	return 0;
}

static void
map_is_given(void)
{
	uint32_t n = 99;

	need(xen_present());
	need(xen_memmap(&view, &n));
	need(n == 2 && asked_for == 3);
	need(memmap_is(&view.map, 0, 0x9efff, MEMMAP_RAM));
	need(memmap_is(&view.map, 0xfc000000, 0xfc000fff, MEMMAP_RESERVED));
	xen_crash();
	need(shutdowns == 1);
}

static void
by_vmmcall(void)
{
	map_is_given();
	need(fake_xen.vmmcalls == 2 && fake_xen.vmcalls == 0);
}

static void
by_vmcall(void)
{
	map_is_given();
	need(fake_xen.vmmcalls == 0 && fake_xen.vmcalls == 2);
}

static void
each_cpu_has_its_instruction(void **state)
{
	static const uint32_t intel[] = { INTEL, CENTAUR, SHANGHAI };
	size_t i;

	(void)state;
	fake_xen_runs(by_vmmcall);
	fake_xen.vendor = HYGON;
	fake_xen_runs(by_vmmcall);
	for (i = 0; i < 3; i++) {
		fake_xen.vendor = intel[i];
		fake_xen_runs(by_vmcall);
	}
}

static void
no_call_is_made(void)
{
	uint32_t n;

	need(!xen_memmap(&view, &n));
	xen_crash();
	need(fake_xen.vmmcalls == 0 && fake_xen.vmcalls == 0);
	need(view.defect.code ==
	    (fake_xen.leaf != 0 ? PVH_XEN_CPU : PVH_NO_MEMMAP));
	need(xen_present() == (fake_xen.leaf != 0));
}

static void
without_xen_or_an_instruction_there_is_no_call(void **state)
{
	(void)state;
	fake_xen.vendor = 0x12345678;
	fake_xen_runs(no_call_is_made);
	fake_xen.vendor = AMD;
	fake_xen.leaf = 0;
	fake_xen_runs(no_call_is_made);
}

static void
xen_s_leaves_are_anywhere(void **state)
{
	static const uint32_t leaves[] = { 0x40000100, 0x40000200, 0x4000ff00 };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		fake_xen.leaf = leaves[i];
		fake_xen_runs(by_vmmcall);
	}
}

static void
error_is_refused(void)
{
	uint32_t n;

	need(!xen_memmap(&view, &n));
	need(view.defect.code == PVH_XEN_MEMMAP);
	need(view.defect.index == entries);
	need(view.defect.value == (uint64_t)-error);
}

static void
a_map_that_does_not_fit(void **state)
{
	(void)state;
	error = -38;
	fake_xen_runs(error_is_refused);
	error = 0;
	entries = 4;
	fake_xen_runs(error_is_refused);
}

#define XEN(test) cmocka_unit_test_setup(test, begin)
static const struct CMUnitTest tests[] = {
	XEN(each_cpu_has_its_instruction),
	XEN(without_xen_or_an_instruction_there_is_no_call),
	XEN(xen_s_leaves_are_anywhere),
	XEN(a_map_that_does_not_fit),
};

int
main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("hypercall", tests, NULL, NULL);
}
