/* SPDX-License-Identifier: BSD-2-Clause */
/* Which bytes are in reach, in the words of arch/pvh/RULES. */
#ifndef REACH_H
#define REACH_H

#include "physmem.h"

/* Whether byte b lies in [start, start + size). */
#define IN(b, start, size) ((b) >= (start) && (b) - (start) < (size))
#define IN_EXTENT(b, e)    ((b) >= (e).start && (b) < (e).end)

/* Whether byte b may be one of the loader's. */
#define OPEN(pm, b) ((b) != 0 && (b) < (pm)->size && !IN_EXTENT(b, (pm)->door))

/* The window is at any address; the door is anywhere and not empty. */
#define WINDOW(pm)                                                          \
	((pm)->size <= 4 * GIB && (pm)->base <= UINTPTR_MAX - (pm)->size && \
	    (pm)->door.start < (pm)->door.end)

#endif
