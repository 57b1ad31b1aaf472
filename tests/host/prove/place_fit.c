/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: lowest_fit
 * property: the lowest page that is clear; 0 iff none
 * bound: none
 * stub: obstacle:obstacle_of
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "kit.h"
/* CBMC turns high - size into an addition, which wraps. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/freebsd/settle_place.c"
#pragma CPROVER check pop

static struct boot_view view;
static struct places places;
static uint64_t clear;
uint64_t pages; /* the bytes of the module's pages */
uint64_t ghost; /* any page with room, if there is one */
bool room;

/* As place_obstacle.c proves it. */
uint64_t
obstacle_of(const struct places *p, uint32_t i, uint64_t to)
{
	uint64_t at = nondet_uint64_t();

	PROVE(p == &places && i == 0 && to <= GIB - pages, "a range");
	ASSUME(at == 0 || (at > to && at <= 1ull << 63));
	if (room && ghost == to)
		ASSUME(at == 0);
	if (room && ghost > to)
		ASSUME(at <= ghost);
	if (at == 0)
		clear = to;
	return at;
}

void
proof(void)
{
	uint64_t low = nondet_uint64_t(), high = nondet_uint64_t(), fit, bytes;

	bytes = nondet_uint64_t();
	ghost = nondet_uint64_t();
	room = nondet_bool();
	clear = 0;
	places.view = &view;
	places.order[0] = 0;
	ASSUME(bytes > 0 && bytes <= 1ull << 63);
	ASSUME(low >= 0x100000 && low <= GIB && high <= GIB);
	view.module[0].size = bytes;
	pages = (bytes + 4095) / 4096 * 4096;
	ASSUME(!room ||
	    (ghost % 4096 == 0 && ghost >= low && pages <= high &&
		ghost <= high - pages));
	fit = lowest_fit(&places, 0, low, high);
	if (fit != 0) {
		PROVE(fit % 4096 == 0 && fit >= low && pages <= high &&
			fit <= high - pages,
		    "pages inside");
		PROVE(fit == clear, "that are clear");
		PROVE(!room || fit <= ghost, "the lowest");
		REACHED("room");
	} else {
		PROVE(!room, "there is none");
		REACHED("none");
	}
}
