/* SPDX-License-Identifier: BSD-2-Clause */
/* What is loaded, and where to. */
#include "check.h"

typedef bool segment_check(
    const struct segment *s, struct row *row, uint64_t number);

/* Whether a rule holds for every PT_LOAD that has memory. */
static bool
all(const struct image *f, struct row *row, segment_check *check,
    uint64_t number)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD && (s.memsz | s.filesz) != 0 &&
		    !check(&s, row, number))
			return false;
	}
	return true;
}

static bool
in_file(const struct segment *s, struct row *row, uint64_t size)
{
	return s->filesz == 0 ||
	    (s->offset <= size && s->filesz <= size - s->offset) ||
	    row_no(row, RULE_SEGMENT_BOUNDS,
		"program header %u: 0x%llx bytes at 0x%llx", s->index,
		(unsigned long long)s->filesz, (unsigned long long)s->offset);
}

static bool
sized(const struct segment *s, struct row *row, uint64_t number)
{
	(void)number;
	return s->filesz <= s->memsz ||
	    row_no(row, RULE_SEGMENT_SIZE,
		"program header %u: p_filesz is 0x%llx", s->index,
		(unsigned long long)s->filesz);
}

static bool
unwrapped(const struct segment *s, struct row *row, uint64_t number)
{
	(void)number;
	return s->paddr <= UINT64_MAX - s->memsz ||
	    row_no(row, RULE_SEGMENT_WRAPS,
		"program header %u: p_paddr is 0x%llx", s->index,
		(unsigned long long)s->paddr);
}

static bool
above(const struct segment *s, struct row *row, uint64_t limit)
{
	return s->paddr >= limit ||
	    row_no(row, RULE_PADDR_LOW, "program header %u: p_paddr is 0x%llx",
		s->index, (unsigned long long)s->paddr);
}

static bool
below(const struct segment *s, struct row *row, uint64_t limit)
{
	if (!unwrapped(s, row, 0))
		return false;
	return (s->paddr <= limit && s->memsz <= limit - s->paddr) ||
	    row_no(row, RULE_PADDR_HIGH,
		"program header %u: ends at 0x%llx, limit 0x%llx", s->index,
		(unsigned long long)(s->paddr + s->memsz),
		(unsigned long long)limit);
}

bool
check_loads(const struct image *f, struct row *row)
{
	uint32_t i;

	for (i = 0; i < f->segment_count; i++)
		if (image_segment(f, i).type == IMAGE_PT_LOAD)
			return true;
	return row_no(
	    row, RULE_NO_SEGMENT, "%u program headers", f->segment_count);
}

bool
check_in_file(const struct image *f, struct row *row)
{
	return all(f, row, in_file, f->size);
}

bool
check_sizes(const struct image *f, struct row *row)
{
	return all(f, row, sized, 0);
}

bool
check_wraps(const struct image *f, struct row *row)
{
	return all(f, row, unwrapped, 0);
}

bool
check_above_1_mib(const struct image *f, struct row *row)
{
	return all(f, row, above, MIB);
}

bool
check_below(const struct image *f, struct row *row, uint64_t limit)
{
	return all(f, row, below, limit);
}

bool
check_overlap(const struct image *f, struct row *row)
{
	uint32_t one, other;

	return !image_overlap(f, &one, &other) ||
	    row_no(row, RULE_SEGMENT_OVERLAP, "program headers %u and %u", one,
		other);
}

/* Without AT() it is the segments that are in the wrong place. */
bool
check_entry(const struct image *f, struct row *row)
{
	return image_covers(f, row->entry) ||
	    (check_below(f, row, 1ull << 32) &&
		row_no(row, RULE_ENTRY_OUTSIDE, "the entry is 0x%llx",
		    (unsigned long long)row->entry));
}
