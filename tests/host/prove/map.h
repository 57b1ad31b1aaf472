/* SPDX-License-Identifier: BSD-2-Clause */
/* The map as it is in steps, and how much each type of memory forbids. */
#ifndef MAP_H
#define MAP_H

#include "memmap.h"
#include "prove.h"

/* Of a map: the first step starts at 0, steps ascend, neighbours differ. */
#define FIRST_STEP(m)                                     \
	((m)->count >= 1 && (m)->count <= MEMMAP_STEPS && \
	    (m)->step[0].start == 0)
#define NEIGHBOURS(m, k)                                    \
	((k) == 0 || (k) >= (m)->count ||                   \
	    ((m)->step[(k)-1].start < (m)->step[k].start && \
		(m)->step[(k)-1].type != (m)->step[k].type))

/* An arbitrary map of at most MEMMAP_STEPS steps. */
static inline void
assume_map(const struct memmap *m)
{
	uint32_t k;

	ASSUME(FIRST_STEP(m));
	for (k = 1; k < MEMMAP_STEPS; k++)
		ASSUME(NEIGHBOURS(m, k));
}

/* Whether address a lies in step i. */
#define IN_STEP(m, i, a)                                  \
	((i) < (m)->count && (m)->step[i].start <= (a) && \
	    ((i) + 1 == (m)->count || (a) < (m)->step[(i) + 1].start))

/* How much a type forbids (arch/pvh/RULES, 2). */
#define FORBIDS(t)             \
	((t) == 0          ? 0 \
		: (t) == 1 ? 1 \
		: (t) == 7 ? 2 \
		: (t) == 3 ? 3 \
		: (t) == 4 ? 4 \
		: (t) == 2 ? 5 \
		: (t) == 6 ? 7 \
		: (t) == 5 ? 8 \
			   : 6)

/* The type of memory that had one type and is given another. */
#define STRICTER(was, gets) (FORBIDS(gets) > FORBIDS(was) ? (gets) : (was))

/* The type of address a that had one, where a range gets another. */
#define TYPE_WITH(a, was, first, last, gets) \
	((first) <= (a) && (a) <= (last) ? STRICTER(was, gets) : (was))

#endif
