/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map as a step function. */
#include "memmap.h"

/* The more a type forbids, the higher it ranks; an unknown one ranks high. */
static unsigned
rank(uint32_t type)
{
	static const uint8_t ranks[] = {
		[MEMMAP_HOLE] = 0,
		[MEMMAP_RAM] = 1,
		[MEMMAP_PMEM] = 2,
		[MEMMAP_ACPI_RECLAIM] = 3,
		[MEMMAP_ACPI_NVS] = 4,
		[MEMMAP_RESERVED] = 5,
		[MEMMAP_DISABLED] = 7,
		[MEMMAP_UNUSABLE] = 8,
	};

	return type < sizeof(ranks) ? ranks[type] : 6;
}

void
memmap_clear(struct memmap *m)
{
	m->count = 1;
	m->start[0] = 0;
	m->type[0] = MEMMAP_HOLE;
}

static bool
stricter(uint32_t type, uint32_t than)
{
	return rank(type) > rank(than);
}

static void
move_step(struct memmap *m, uint32_t from, uint32_t to)
{
	m->start[to] = m->start[from];
	m->type[to] = m->type[from];
}

/* Makes neighbours of one type one step; those below step i differ. */
static void
join(struct memmap *m, uint32_t i)
{
	uint32_t to = i;

	for (; i < m->count; i++)
		if (to == 0 || m->type[i] != m->type[to - 1])
			move_step(m, i, to++);
	m->count = to;
}

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	uint32_t low, high, before, after, steps, below, i, now;

	/* The lowest and highest step that change; what splitting them adds. */
	for (high = m->count - 1; m->start[high] > last;)
		high--;
	for (low = high; m->start[low] > first;)
		low--;
	for (; !stricter(type, m->type[low]); low++)
		if (low == high)
			return true;
	while (!stricter(type, m->type[high]))
		high--;
	before = m->start[low] < first;
	after = last != UINT64_MAX &&
	    (high + 1 == m->count || m->start[high + 1] > last + 1);
	/* Where a step gets the type of the one below, the two are one. */
	steps = m->count + before + after;
	below = low + before > 0 ? m->type[low + before - 1] : MEMMAP_HOLE;
	for (i = low; i <= high; i++, below = now) {
		now = stricter(type, m->type[i]) ? type : m->type[i];
		if (now == below)
			steps--;
	}
	if (after == 0 && i < m->count && m->type[i] == below)
		steps--;
	if (steps > MEMMAP_STEPS)
		return false;
	for (i = m->count; --i > high;)
		move_step(m, i, i + before + after);
	m->count += before + after;
	if (after != 0) {
		move_step(m, high, high + before + 1);
		m->start[high + before + 1] = last + 1;
	}
	for (i = high + 1; i-- > low;) {
		move_step(m, i, i + before);
		if (stricter(type, m->type[i + before]))
			m->type[i + before] = type;
	}
	if (before != 0)
		m->start[low + 1] = first;
	if (steps < m->count)
		join(m, low);
	return true;
}

bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	uint32_t i = 1;

	while (i < m->count && m->start[i] <= first)
		i++;
	return m->type[i - 1] == type && (i == m->count || m->start[i] > last);
}
