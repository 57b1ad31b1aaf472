/* SPDX-License-Identifier: BSD-2-Clause */
/* Compares the map of a boot with the table that it was made from. */
#include <string.h>
#include "door.h"
#include "guest.h"

#define ENTRIES 4096
#define WORK    (1u << 18) /* comparisons: of more, a part is made */

static struct hvm_memmap_table_entry table[ENTRIES];
static uint32_t count; /* 0: there were more than ENTRIES */

void
door_remember_map(uint64_t paddr, uint32_t entries)
{
	count = entries <= ENTRIES ? entries : 0;
	memcpy(table, memory + paddr, count * sizeof(*table));
}

/* Where ranges overlap, the type of the highest rank counts. */
static unsigned
rank(uint32_t type)
{
	static const uint32_t known[] = { 0, 1, 7, 3, 4, 2 };
	unsigned i;

	for (i = 0; i < COUNT(known); i++)
		if (type == known[i])
			return i;
	return type == 6 ? COUNT(known) + 1
	    : type == 5  ? COUNT(known) + 2
			 : COUNT(known);
}

static bool
holds(uint64_t addr, uint64_t size, uint64_t p)
{
	return p >= addr && p - addr < size;
}

static uint32_t
expected(const struct reader *got, uint64_t p)
{
	uint32_t i, type = 0;

	for (i = 0; i < count; i++)
		if (holds(table[i].addr, table[i].size, p) &&
		    rank(table[i].type) > rank(type))
			type = table[i].type;
	for (i = 0; i < got->module_count; i++)
		if (holds(
			got->module[i].addr, page_up(got->module[i].size), p) &&
		    rank(RESERVED) > rank(type))
			type = RESERVED;
	return type;
}

static void
check_point(const struct reader *got, uint64_t p)
{
	uint32_t i, type = 0;

	for (i = 0; i < got->range_count; i++)
		if (p >= got->range[i].first && p <= got->range[i].last)
			type = got->range[i].type;
	if (p == UINT64_MAX && got->range[0].first == 0 &&
	    got->range[0].last == p - 1)
		return; /* no record can have a length of 2^64 */
	CHECK(type == expected(got, p));
}

/* Checks a range's two ends, and the bytes next to them. */
static void
check_ends(const struct reader *got, uint64_t addr, uint64_t size)
{
	if (size == 0)
		return;
	check_point(got, addr - 1);
	check_point(got, addr);
	check_point(got, addr + (size - 1));
	check_point(got, addr + size);
}

void
door_check_map(const struct reader *got)
{
	uint32_t i, all = count + got->module_count + got->range_count;
	uint32_t step = 1 + all * 4 * all / WORK;

	for (i = 0; i < got->range_count; i++) {
		CHECK(got->range[i].first <= got->range[i].last);
		CHECK(got->range[i].type != 0);
		if (i == 0)
			continue;
		CHECK(got->range[i].first > got->range[i - 1].last);
		CHECK(got->range[i].first > got->range[i - 1].last + 1 ||
		    got->range[i].type != got->range[i - 1].type);
	}
	CHECK(got->swept_count == got->range_count);
	for (i = 0; i < got->range_count; i++)
		CHECK(got->swept[i].first == got->range[i].first &&
		    got->swept[i].last == got->range[i].last &&
		    got->swept[i].type == got->range[i].type);
	if (count == 0)
		return;
	for (i = 0; i < count; i += step)
		check_ends(got, table[i].addr, table[i].size);
	for (i = 0; i < got->module_count; i += step)
		check_ends(
		    got, got->module[i].addr, page_up(got->module[i].size));
}
