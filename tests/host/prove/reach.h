/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in reach: the words of arch/pvh/RULES, byte for byte. */
#ifndef REACH_H
#define REACH_H

#include "physmem.h"

/* Whether byte b lies in [start, start + size). */
#define IN(b, start, size) ((b) >= (start) && (b) - (start) < (size))
#define IN_EXTENT(b, e)    ((b) >= (e).start && (b) < (e).end)

/* Whether a loader may have something in byte b. */
#define OPEN(pm, b) ((b) != 0 && (b) < (pm)->size && !IN_EXTENT(b, (pm)->door))

/* The window lies somewhere, the door anywhere; it has bytes. */
#define WINDOW(pm)                                                          \
	((pm)->size <= 4 * GIB && (pm)->base <= UINTPTR_MAX - (pm)->size && \
	    (pm)->door.start < (pm)->door.end)

#endif
