/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_boot
 * property: stages in order; else a line and the halt
 * bound: none
 * cbmc: --unwind 2 --no-unwinding-assertions
 */
#include "prove.h"

/* What the linker puts above KERNBASE may lie anywhere in a proof. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/pvh_boot.c"
#pragma CPROVER check pop

static uint64_t start_info;
static struct native_args written;
static struct pvh_defect defect;
static unsigned stage;
static bool failed;

/* A stage may return either answer, and note any defect. */
static bool
answer(struct boot_view *view, unsigned number)
{
	PROVE(!failed && stage == number, "in order, none behind a failure");
	stage++;
	failed = nondet_bool();
	if (failed) {
		defect.code = nondet_uint32_t();
		view->defect = defect;
	}
	return !failed;
}

bool
pvh_parse(struct boot_view *view, uint64_t addr)
{
	PROVE(addr == start_info, "what the loader gave");
	PROVE(view->mem.size == 4 * GIB && view->mem.base == 0, "the window");
	PROVE(view->arena.used == 0 && view->arena.size == BOOT_ARENA,
	    "the arena is empty");
	PROVE(__CPROVER_w_ok(view->arena.base, BOOT_ARENA), "the arena");
	PROVE(view->warned == 0, "all anew");
	return answer(view, 0);
}

void
modules_check(struct boot_view *view)
{
	PROVE(
	    view->arena.size == BOOT_ARENA && !failed && stage == 1, "second");
	stage++;
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	native->first = nondet_uint64_t();
	native->second = nondet_uint64_t();
	written = *native;
	return answer(view, 2);
}

void
pvh_print(const char *prefix, struct pvh_defect d)
{
	static unsigned lines;

	PROVE(failed && lines == 0, "one line, if a stage failed");
	PROVE(d.code == defect.code && d.index == defect.index &&
		d.value == defect.value,
	    "its defect");
	PROVE(prefix[0] == 'p' && prefix[5] == '\0', "pvh: ");
	lines++;
	REACHED("line");
}

/* The end of a run. */
_Noreturn void
pvh_halt(void)
{
	PROVE(failed, "only behind a failure");
	REACHED("halt");
	ASSUME(false);
}

void
proof(void)
{
	struct native_args native;

	start_info = nondet_uint64_t();
	native = pvh_boot(start_info);
	PROVE(!failed && stage == 3, "no return behind a failure");
	PROVE(native.first == written.first && native.second == written.second,
	    "what the writer says");
	REACHED("return");
}
