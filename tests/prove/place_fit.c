/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: highest_fit
 * property: the highest page that is clear; 0 iff none
 * bound: none
 * stub: obstacle:obstacle_of
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "pvh.h"
/* CBMC makes an addition that wraps of high - size. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/place.c"
#pragma CPROVER check pop

static struct boot_view view;
static uint64_t bytes, clear;
uint64_t ghost; /* any page with room, if room */
bool room;

/* place_obstacle. */
uint64_t
obstacle_of(const struct boot_view *v, uint64_t paddr, uint64_t size)
{
	uint64_t at = nondet_uint64_t();

	PROVE(v == &view && size == bytes && paddr <= GIB - size, "a range");
	ASSUME(at < paddr + size);
	if (room && ghost == paddr)
		ASSUME(at == 0);
	if (room && ghost < paddr)
		ASSUME(at == 0 || ghost + size <= at);
	if (at == 0)
		clear = paddr;
	return at;
}

void
proof(void)
{
	uint64_t low = nondet_uint64_t(), high = nondet_uint64_t(), fit;

	bytes = nondet_uint64_t();
	ghost = nondet_uint64_t();
	room = nondet_bool();
	clear = 0;
	ASSUME(bytes > 0 && low >= 0x100000 && high <= GIB);
	ASSUME(!room ||
	    (ghost % 4096 == 0 && ghost >= low && bytes <= high &&
		ghost <= high - bytes));
	fit = highest_fit(&view, low, high, bytes);
	if (fit != 0) {
		PROVE(fit % 4096 == 0 && fit >= low && bytes <= high &&
			fit <= high - bytes,
		    "a page inside");
		PROVE(fit == clear, "that is clear");
		PROVE(!room || fit >= ghost, "the highest");
		REACHED("room");
	} else {
		PROVE(!room, "there is none");
		REACHED("none");
	}
}
