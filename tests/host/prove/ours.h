/* SPDX-License-Identifier: BSD-2-Clause */
/* What pvh_boot.c and pvh.ld promise about the image and the window. */
#ifndef OURS_H
#define OURS_H

#include "kit.h"
#include "prove.h"

static inline void
assume_ours(struct boot_view *view)
{
	struct extent image, door;

	ASSUME(image.start >= 0x100000 && image.start <= door.start);
	ASSUME(door.start < door.end && door.end == image.end);
	ASSUME(image.end <= GIB && image.end % PAGE == 0);
	view->image = image;
	view->mem.door = door;
	view->mem.size = 4 * GIB;
	view->mem.base = nondet_uint64_t();
	ASSUME(view->mem.base <= UINT64_MAX - view->mem.size);
}

/* Whether size bytes at addr share one with [start, end); size is not 0. */
#define MEETS(addr, size, start, end) \
	((addr) < (end) && (start) < (addr) + (size))

#endif
