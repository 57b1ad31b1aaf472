/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: settle
 * property: all bytes to a place; or NO_ROOM; what is full
 * bound: BOOT_MODULES 2
 * cbmc: --slice-formula
 */
#define BOOT_MODULES 2
#define MEMMAP_STEPS 2
#include "prove.h"
#include "noted.h"
#include "ours.h"
#include "arch/pvh/freebsd/settle.c"

static struct boot_view view;
static struct places places = { .view = &view };
static struct boot_module module;
static uint32_t index;    /* in the order, and of the module */
static uint64_t to;       /* where there is room */
static uint64_t first_to; /* where there is room with 2 MiB more */
static unsigned placed;   /* calls of settle_place() */
static unsigned copied;   /* calls of pvh_copy() */
static bool far;

/*
 * Whether a page from the image on and below 1 GiB is clear of all that stays.
 */
static bool
room(uint64_t page)
{
	uint64_t pages = (module.size + 4095) / 4096 * 4096;

	return page % 4096 == 0 && page >= view.image.end && pages <= GIB &&
	    page <= GIB - pages &&
	    (page <= module.paddr ||
		!MEETS(page, module.size, module.paddr,
		    module.paddr + module.size));
}

/* As module_place.c proves it: the lowest pages with room, or none. */
uint64_t
settle_place(const struct places *p, uint32_t i, uint64_t headroom)
{
	PROVE(p == &places && i == index && copied == 0, "the module");
	if (placed++ == 0) {
		PROVE(headroom == 0x200000, "with 2 MiB");
		ASSUME(first_to == 0 || room(first_to));
		return to = first_to;
	}
	PROVE(placed == 2 && first_to == 0 && headroom == 0, "or without");
	to = nondet_uint64_t();
	ASSUME(to == 0 || room(to));
	return to;
}

/* As format_copy.c proves it; nothing that is in reach is refused. */
bool
pvh_copy(
    const struct boot_view *v, uint64_t target, uint64_t source, uint64_t size)
{
	PROVE(v == &view && target == to && source == module.paddr &&
		size == module.size,
	    "its bytes, from where they are");
	PROVE(to >= view.image.end && size <= GIB && to <= GIB - size,
	    "after the image, in the window");
	PROVE(to < module.paddr ||
		!MEETS(to, size, module.paddr, module.paddr + size),
	    "down, or to somewhere else");
	copied++;
	return true;
}

void
proof(void)
{
	uint32_t ghost = nondet_uint32_t();
	uint32_t above = nondet_uint32_t();
	uint64_t full = nondet_uint64_t(), at, size;
	struct boot_module other;
	bool ok;

	assume_ours(&view);
	index = nondet_uint32_t();
	module.paddr = at = nondet_uint64_t();
	module.size = size = nondet_uint64_t();
	first_to = nondet_uint64_t();
	far = nondet_bool();
	ASSUME(index < BOOT_MODULES && ghost < BOOT_MODULES && ghost != index);
	/* As check() leaves the module. */
	ASSUME(at != 0 && size != 0 && size <= 1ull << 63);
	if (far)
		ASSUME(at <= (1ull << 63) - size && at + size > 4 * GIB);
	else
		ASSUME(size <= 4 * GIB && at <= 4 * GIB - size);
	ASSUME(!MEETS(at, size, view.image.start, view.image.end));
	module.index = nondet_uint32_t();
	view.module[index] = module;
	view.module[ghost] = other;
	places.order[index] = index;
	places.order[ghost] = ghost;
	places.full = full;
	places.above = above;
	ASSUME(full >= view.image.end && full <= GIB && above <= index);
	ok = settle(&places, index);
	PROVE(view.module[index].size == size, "its size stays");
	PROVE(view.module[ghost].paddr == other.paddr &&
		view.module[ghost].size == other.size,
	    "no other module is touched");
	PROVE(ok == (defect.code == PVH_OK), "false iff there is a defect");
	PROVE(warning.code == PVH_OK, "no warning");
	if (to == 0) {
		PROVE(placed == 2, "neither with 2 MiB nor without");
		PROVE(NOTED(defect, PVH_MODULE_NO_ROOM, module.index, size),
		    "no room");
		PROVE(copied == 0, "no more");
		PROVE(view.module[index].paddr == at, "it stays");
		REACHED("no room");
		return;
	}
	PROVE(view.module[index].paddr == to, "where it is then");
	PROVE(ok && copied == (to != at), "copied if it has to move");
	if (to >= full && to - full < 4096) {
		PROVE(places.full == to + size, "full to its end");
		PROVE(places.above == above + (above == index),
		    "and those before the next one are below");
		REACHED("full");
	} else {
		PROVE(places.full == full && places.above == above,
		    "a page below it may be free");
	}
	if (far)
		REACHED("from above");
	else if (to == at)
		REACHED("stays");
	else if (to < at && at < to + size)
		REACHED("down over itself");
	else if (to > at)
		REACHED("up");
	else
		REACHED("down");
	if (placed == 2)
		REACHED("without 2 MiB");
}
