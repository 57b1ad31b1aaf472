/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map as a step function. */
#include "memmap.h"
#include "metadata.h"

/* The more a type forbids, the higher it ranks; an unknown one ranks high. */
static unsigned
rank(uint32_t type)
{
	static const uint8_t ranks[] = {
		[MEMMAP_HOLE] = 0,
		[SMAP_TYPE_MEMORY] = 1,
		[SMAP_TYPE_PMEM] = 2,
		[SMAP_TYPE_ACPI_RECLAIM] = 3,
		[SMAP_TYPE_ACPI_NVS] = 4,
		[SMAP_TYPE_RESERVED] = 5,
		[SMAP_TYPE_DISABLED] = 7,
		[SMAP_TYPE_ACPI_ERROR] = 8,
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

static void
move_step(struct memmap *m, uint32_t from, uint32_t to)
{
	m->start[to] = m->start[from];
	m->type[to] = m->type[from];
}

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	uint32_t low, high, before, after, i;

	/* The steps that hold first and last; how many steps cuts there add. */
	for (high = m->count - 1; m->start[high] > last;)
		high--;
	for (low = high; m->start[low] > first;)
		low--;
	before = m->start[low] < first;
	after = high + 1 < m->count ? m->start[high + 1] - 1 != last
				    : last != UINT64_MAX;
	if (m->count + before + after > MEMMAP_STEPS)
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
		if (rank(type) > rank(m->type[i + before]))
			m->type[i + before] = type;
	}
	if (before != 0)
		m->start[low + 1] = first;
	return true;
}

bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	uint32_t i = 1;

	while (i < m->count && m->start[i] <= first)
		i++;
	while (i < m->count && m->start[i] <= last && m->type[i - 1] == type)
		i++;
	return m->type[i - 1] == type;
}
