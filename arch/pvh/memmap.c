/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map as a step function. */
#include "memmap.h"
#include "physmem.h"

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
	m->step[0] = (struct memmap_step){ 0, MEMMAP_HOLE };
}

/* The step that addr is in. */
static uint32_t
find(const struct memmap *m, uint64_t addr)
{
	uint32_t low = 0, high = m->count, i;

	while ((i = (low + high) / 2) > low)
		if (m->step[i].start <= addr)
			low = i;
		else
			high = i;
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

static void
copy(struct memmap_step *to, const struct memmap_step *from, uint32_t count)
{
	physmem_copy((char *)to, (const char *)from, count * sizeof(*to));
}

bool
memmap_merge(struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	static struct memmap_step off[MEMMAP_STEPS];
	const struct memmap_step *step = off, *end;
	const unsigned forbids = rank(type);
	uint32_t low = find(m, first), count;
	struct memmap_step *to;

	for (; rank(m->step[low].type) >= forbids; low++)
		if (low + 1 == m->count || m->step[low + 1].start > last)
			return true;
	/* All from the first that changes on are taken off and put back. */
	count = m->count - low;
	copy(off, &m->step[low], count);
	end = off + count;
	to = &m->step[low];
	if (step->start < first)
		to++;
	do
		to = append(m, to, step->start < first ? first : step->start,
		    rank(step->type) < forbids ? type : step->type);
	while (++step < end && step->start <= last);
	if (last != UINT64_MAX && (step == end || step->start > last + 1))
		to = append(m, to, last + 1, step[-1].type);
	if (step < end && step->type == to[-1].type)
		step++;
	copy(to, step, end - step);
	m->count = to - m->step + (end - step);
	if (m->count <= MEMMAP_STEPS)
		return true;
	copy(&m->step[low], off, count);
	m->count = low + count;
	return false;
}

bool
memmap_is(const struct memmap *m, uint64_t first, uint64_t last, uint32_t type)
{
	const uint32_t i = find(m, first);

	return m->step[i].type == type &&
	    (i + 1 == m->count || m->step[i + 1].start > last);
}
