/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: settle_place
 * property: the lowest RAM with room and headroom; or 0
 * bound: MEMMAP_STEPS 4
 * stub: lowest_fit:fit_of
 * cbmc: --unwind 6
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 4
#include "prove.h"
#include "map.h"
#include "ours.h"
#include "arch/pvh/freebsd/settle_place.c"

static struct boot_view view;
static struct places places = { .view = &view };
static uint32_t index;
static uint64_t pages, fitted;
static uint64_t ghost; /* any page that is clear, if clear */
static bool clear;

#define ROOM(page, size, low, high)                                   \
	((page) % 4096 == 0 && (page) >= (low) && (size) <= (high) && \
	    (page) <= (high) - (size))

/* As place_fit.c proves it. */
uint64_t
fit_of(const struct places *p, uint32_t i, uint64_t low, uint64_t high)
{
	uint64_t fit = nondet_uint64_t();

	PROVE(p == &places && i == index, "for the module");
	PROVE(low >= places.full && low <= GIB && high <= GIB,
	    "from what is full to 1 GiB");
	ASSUME(fit == 0 || ROOM(fit, pages, low, high));
	if (clear && ROOM(ghost, pages, low, high))
		ASSUME(fit != 0 && fit <= ghost);
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
		if (view.map.step[k].start <= last &&
		    (k + 1 == view.map.count ||
			view.map.step[k + 1].start > first) &&
		    view.map.step[k].type != 1)
			return false;
	return true;
}

void
proof(void)
{
	struct memmap any;
	uint64_t page, headroom = nondet_uint64_t(), all;

	assume_ours(&view);
	assume_map(&any);
	view.map = any;
	index = nondet_uint32_t();
	places.full = nondet_uint64_t();
	ASSUME(places.full >= view.image.end && places.full <= GIB);
	pages = nondet_uint64_t();
	ghost = nondet_uint64_t();
	clear = nondet_bool();
	ASSUME(pages > 0 && pages % 4096 == 0 && pages <= 1ull << 63);
	ASSUME(headroom <= GIB && headroom % 4096 == 0);
	all = pages + headroom;
	page = settle_place(&places, index, headroom);
	if (page != 0) {
		PROVE(ROOM(page, all, places.full, GIB),
		    "behind what is full, below 1 GiB");
		PROVE(page == fitted, "clear of modules");
		PROVE(ram(page, page + (all - 1)), "RAM");
		REACHED("room");
	} else {
		REACHED("none");
	}
	if (clear && ROOM(ghost, all, places.full, GIB) &&
	    ram(ghost, ghost + (all - 1))) {
		PROVE(page != 0 && page <= ghost, "the lowest");
		REACHED("the lowest");
	}
}
