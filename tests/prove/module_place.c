/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: module_place
 * property: the highest page of RAM with room; 0 iff none
 * bound: MEMMAP_STEPS 4
 * stub: highest_fit:fit_of
 * cbmc: --unwind 6
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 4
#include "prove.h"
#include "map.h"
#include "arch/pvh/place.c"

static struct boot_view view;
static uint64_t bytes, fitted;
static uint64_t ghost; /* any page that is clear, if clear */
static bool clear;

#define ROOM(page, low, high)                                        \
	((page) % 4096 == 0 && (page) >= (low) && bytes <= (high) && \
	    (page) <= (high)-bytes)

/* place_fit. */
uint64_t
fit_of(const struct boot_view *v, uint64_t low, uint64_t high, uint64_t size)
{
	uint64_t fit = nondet_uint64_t();

	PROVE(v == &view && size == bytes, "for its bytes");
	PROVE(low >= 0x100000 && high <= GIB, "from 1 MiB to 1 GiB");
	ASSUME(fit == 0 || ROOM(fit, low, high));
	ASSUME(!clear || !ROOM(ghost, low, high) || fit >= ghost);
	if (fit != 0)
		fitted = fit;
	return fit;
}

/* Whether bytes first to last are RAM. */
static bool
ram(uint64_t first, uint64_t last)
{
	uint32_t k;

	for (k = 0; k < view.map.count; k++)
		if (view.map.start[k] <= last &&
		    (k + 1 == view.map.count ||
			view.map.start[k + 1] > first) &&
		    view.map.type[k] != 1)
			return false;
	return true;
}

void
proof(void)
{
	struct memmap any;
	uint64_t page;

	assume_map(&any);
	view.map = any;
	bytes = nondet_uint64_t();
	ghost = nondet_uint64_t();
	clear = nondet_bool();
	ASSUME(bytes > 0);
	page = module_place(&view, bytes);
	if (page != 0) {
		PROVE(ROOM(page, 0x100000, GIB), "from 1 MiB to 1 GiB");
		PROVE(page == fitted, "clear of all");
		PROVE(ram(page, page + (bytes - 1)), "RAM");
		REACHED("room");
	} else {
		REACHED("none");
	}
	if (clear && ROOM(ghost, 0x100000, GIB) &&
	    ram(ghost, ghost + (bytes - 1))) {
		PROVE(page >= ghost, "the highest");
		REACHED("the highest");
	}
}
