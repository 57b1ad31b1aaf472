/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map as a step function. */
#include "memmap.h"
#include "physmem.h"

#define UNKNOWN (MEMMAP_PMEM + 1)

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
		[UNKNOWN] = 6,
	};

	return ranks[type < UNKNOWN ? type : UNKNOWN];
}

void
memmap_clear(struct memmap *m)
{
	m->count = 1;
	m->step[0] = (struct memmap_step){ 0, MEMMAP_HOLE };
}

/* The step that addr is in. */
static uint32_t
find(const struct memmap *m, uint64_t addr)
{
	uint32_t low = 0, high = m->count, i;

	while ((i = (low + high) / 2) > low)
		if (m->step[i].start > addr)
			high = i;
		else
			low = i;
	return low;
}

/*
 * Puts a step behind those before "to"; one of the last one's type is a part of
 * that. Returns where the next goes.
 */
static struct memmap_step *
append(struct memmap *m, struct memmap_step *to, uint64_t start, uint32_t type)
{
	if (to > m->step && to[-1].type == type)
		return to;
	to->start = start;
	to->type = type;
	return to + 1;
}

/* Copies the steps from "from" to end; returns where the copies end. */
static struct memmap_step *
copy(struct memmap_step *to, const struct memmap_step *from,
    const struct memmap_step *end)
{
	uint64_t size = (const char *)end - (const char *)from;

	physmem_copy((char *)to, (const char *)from, size);
	return (struct memmap_step *)((char *)to + size);
}

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	static struct memmap_step off[MEMMAP_STEPS];
	const struct memmap_step *step = off, *end;
	const unsigned forbids = rank(type);
	struct memmap_step *low = &m->step[find(m, first)], *to;
	const struct memmap_step *top = &m->step[m->count];

	for (; rank(low->type) >= forbids; low++)
		if (low + 1 == top || low[1].start > last)
			return true;
	/* All from the first that changes on are taken off and put back. */
	end = copy(off, low, top);
	to = low;
	if (step->start < first)
		to++;
	do
		to = append(m, to, step->start < first ? first : step->start,
		    rank(step->type) < forbids ? type : step->type);
	while (++step < end && step->start <= last);
	if (step < end && step->start == last + 1)
		step += step->type == to[-1].type;
	else if (last != UINT64_MAX)
		to = append(m, to, last + 1, step[-1].type);
	m->count = copy(to, step, end) - m->step;
	if (m->count <= MEMMAP_STEPS)
		return true;
	m->count = copy(low, off, end) - m->step;
	return false;
}

bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	const uint32_t i = find(m, first);

	return m->step[i].type == type &&
	    (i + 1 == m->count || m->step[i + 1].start > last);
}
