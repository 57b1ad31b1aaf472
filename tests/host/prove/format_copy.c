/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_copy
 * property: copies what is in reach, from above, too
 * bound: none
 * sources: arch/pvh/physmem.c
 * stub: physmem_copy:copy
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "ours.h"
#include "arch/pvh/format.c"

/* What pvh_at() allows. */
#define IN_REACH(at, size)                                             \
	((at) != 0 && (size) <= 4 * GIB && (at) <= 4 * GIB - (size) && \
	    !MEETS(at, size, view.mem.door.start, view.mem.door.end))

static struct boot_view view;
static uint64_t to, from, length;
static unsigned copied; /* calls of both copies */
static bool far;

/* As physmem_copy.c and physmem_down.c prove it. */
void
copy(char *target, const char *source, uint64_t size)
{
	PROVE((uintptr_t)target == view.mem.base + to &&
		(uintptr_t)source == view.mem.base + from && size == length,
	    "the bytes");
	copied++;
}

/* As far_reach.c proves it: a CPU's addresses may end anywhere. */
bool
physmem_far(uint64_t paddr, uint64_t size)
{
	PROVE(paddr == from && size == length, "the bytes");
	return far;
}

/* As far_copy.c proves it. */
void
physmem_copy_far(char *target, uint64_t paddr, uint64_t size)
{
	PROVE(far && (uintptr_t)target == view.mem.base + to && paddr == from &&
		size == length,
	    "the bytes, from above the window");
	copied++;
}

void
proof(void)
{
	bool target, source, ok;

	assume_ours(&view);
	to = nondet_uint64_t();
	from = nondet_uint64_t();
	length = nondet_uint64_t();
	far = nondet_bool();
	ASSUME(length > 0 && length <= 1ull << 63);
	target = IN_REACH(to, length);
	source = IN_REACH(from, length);
	ok = pvh_copy(&view, to, from, length);
	PROVE(ok == (target && (source || far)), "true iff in reach");
	PROVE(copied == ok, "then it is copied, once");
	if (!ok)
		REACHED("out of reach");
	else if (source)
		REACHED("window");
	else
		REACHED("from above");
}
