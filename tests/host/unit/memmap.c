/* SPDX-License-Identifier: BSD-2-Clause */
/* The map, compared with a table that has a type for each cell of memory. */
#include "unit.h"

#define CELLS 256

/* Cell i is [edge[i], edge[i + 1]); the last one ends with the addresses. */
static uint64_t edge[CELLS];
static uint32_t cell[CELLS];

static struct memmap map;

static const uint32_t types[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 0x10000,
	UINT32_MAX };

/* Types in ascending order of what they forbid; 0 stands for unknown ones. */
static int
severity(uint32_t type)
{
	static const uint32_t order[] = { SMAP_TYPE_MEMORY, SMAP_TYPE_PMEM,
		SMAP_TYPE_ACPI_RECLAIM, SMAP_TYPE_ACPI_NVS, SMAP_TYPE_RESERVED,
		0, SMAP_TYPE_DISABLED, SMAP_TYPE_ACPI_ERROR };
	int i;

	for (i = 0; i < 8; i++)
		if (order[i] == type)
			return i;
	return 5;
}

static int
ascending(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * Edges that are pages, an odd number of bytes or one byte apart, or anywhere.
 */
static void
choose_edges(void)
{
	uint64_t step = 0, base = 0;
	uint32_t i, way = (uint32_t)below(6);

	if (way < 5)
		step = (const uint64_t[]){ 0x1000, 1, any() >> 9 | 1,
			below(0x100000) | 1, below(0x1000) | 1 }[way];
	if (way == 1 || way == 4)
		base = -step * CELLS; /* up to the last byte of all */
	for (i = 1; i < CELLS; i++)
		edge[i] = way < 5 ? base + step * i : any() >> below(32);
	qsort(edge, CELLS, sizeof(edge[0]), ascending);
	edge[0] = 0;
	memset(cell, 0, sizeof(cell));
}

static uint64_t
last_of(uint32_t i)
{
	return i == CELLS - 1 ? UINT64_MAX : edge[i + 1] - 1;
}

static void
paint_cells(uint32_t first, uint32_t last, uint32_t type)
{
	for (; first <= last; first++)
		if (cell[first] == MEMMAP_HOLE ||
		    severity(cell[first]) < severity(type))
			cell[first] = type;
}

/* Some cells in a row, often near earlier ones or at one of memory's ends. */
static void
paint_some(void)
{
	uint32_t first = (uint32_t)below(CELLS), last;
	uint32_t type = types[below(below(2) != 0 ? 2 : COUNT(types))];

	if (below(16) == 0)
		first = 0;
	last = first + (uint32_t)below(below(4) != 0 ? 8 : CELLS);
	if (last >= CELLS || below(32) == 0)
		last = CELLS - 1;
	if (edge[first] > last_of(last)) /* edges may coincide */
		return;
	assert_true(memmap_paint(&map, edge[first], last_of(last), type));
	paint_cells(first, last, type);
}

/* The next run of cells of one type; empty cells belong to no run. */
static bool
next_run(uint32_t *i, struct memmap_range *r)
{
	while (
	    *i < CELLS && (cell[*i] == MEMMAP_HOLE || edge[*i] > last_of(*i)))
		++*i;
	if (*i == CELLS)
		return false;
	r->first = edge[*i];
	r->type = cell[*i];
	do {
		if (edge[*i] <= last_of(*i))
			r->last = last_of(*i);
		++*i;
	} while (*i < CELLS && (cell[*i] == r->type || edge[*i] > last_of(*i)));
	return true;
}

static void
compare(void)
{
	struct memmap_range got, wanted;
	uint32_t cursor = 0, i = 0;

	while (next_run(&i, &wanted)) {
		assert_true(memmap_next(&map, &cursor, &got));
		assert_int_equal(got.first, wanted.first);
		assert_int_equal(got.last, wanted.last);
		assert_int_equal(got.type, wanted.type);
	}
	assert_false(memmap_next(&map, &cursor, &got));
	assert_false(memmap_next(&map, &cursor, &got));
}

static void
compare_is(void)
{
	uint32_t first = (uint32_t)below(CELLS), i;
	uint32_t last = first + (uint32_t)below(CELLS - first);
	uint32_t type =
	    below(4) != 0 ? cell[first] : types[below(COUNT(types))];
	bool all = true;

	if (edge[first] > last_of(first) || edge[last] > last_of(last))
		return;
	for (i = first; i <= last; i++)
		if (edge[i] <= last_of(i) && cell[i] != type)
			all = false;
	assert_int_equal(
	    memmap_is(&map, edge[first], last_of(last), type), all);
}

static void
is_what_a_map_of_cells_is(void **state)
{
	uint32_t round, entries, i;

	(void)state;
	for (round = 0; round < 6000; round++) {
		choose_edges();
		memmap_clear(&map);
		entries = (uint32_t)below(below(8) != 0 ? 24 : 120);
		for (i = 0; i < entries; i++)
			paint_some();
		compare();
		for (i = 0; i < 20; i++)
			compare_is();
	}
}

/* Walks the steps themselves: they are sorted, whatever was painted. */
static void
ranges_ascend_and_equal_neighbours_are_one(void **state)
{
	struct memmap_range r, before;
	uint32_t round, i, cursor;
	uint64_t a, b;

	(void)state;
	for (round = 0; round < 3000; round++) {
		memmap_clear(&map);
		for (i = 0; i < 40; i++) {
			a = any() >> below(64);
			b = any() >> below(64);
			assert_true(memmap_paint(&map, a < b ? a : b,
			    a < b ? b : a, types[below(COUNT(types))]));
		}
		before = (struct memmap_range){ 0, 0, MEMMAP_HOLE };
		for (cursor = 0; memmap_next(&map, &cursor, &r); before = r) {
			assert_true(r.type != MEMMAP_HOLE);
			assert_true(r.first <= r.last);
			if (before.type == MEMMAP_HOLE)
				continue;
			assert_true(r.first > before.last);
			assert_false(r.first == before.last + 1 &&
			    r.type == before.type);
		}
	}
}

static void
the_order_of_entries_does_not_matter(void **state)
{
	struct memmap_range e[12], r;
	struct memmap other;
	uint32_t round, i, j, cursor;

	(void)state;
	for (round = 0; round < 2000; round++) {
		memmap_clear(&map);
		memmap_clear(&other);
		for (i = 0; i < COUNT(e); i++) {
			e[i].first = below(50) * 0x1001;
			e[i].last = e[i].first + below(20) * 0x1001;
			e[i].type = 1 + (uint32_t)below(7);
			memmap_paint(&map, e[i].first, e[i].last, e[i].type);
		}
		for (i = COUNT(e); i-- > 0;)
			memmap_paint(&other, e[i].first, e[i].last, e[i].type);
		for (cursor = j = 0; memmap_next(&map, &cursor, &r);) {
			assert_true(memmap_next(&other, &j, &e[0]));
			assert_int_equal(r.first, e[0].first);
			assert_int_equal(r.last, e[0].last);
			assert_int_equal(r.type, e[0].type);
		}
		assert_false(memmap_next(&other, &j, &e[0]));
	}
}

static void
the_more_restrictive_type_wins(void **state)
{
	static const uint32_t order[] = { 1, 7, 3, 4, 2, 99, 6, 5 };
	uint32_t i, j, type;

	(void)state;
	for (i = 0; i < COUNT(order); i++)
		for (j = 0; j < COUNT(order); j++) {
			memmap_clear(&map);
			memmap_paint(&map, 100, 199, order[i]);
			memmap_paint(&map, 150, 249, order[j]);
			type = order[i > j ? i : j];
			assert_true(memmap_is(&map, 150, 199, type));
			assert_true(memmap_is(&map, 100, 149, order[i]));
			assert_true(memmap_is(&map, 200, 249, order[j]));
			assert_true(memmap_is(&map, 250, UINT64_MAX, 0));
			assert_true(memmap_is(&map, 0, 99, 0));
		}
}

static void
of_two_unknown_types_the_first_stays(void **state)
{
	(void)state;
	memmap_clear(&map);
	memmap_paint(&map, 100, 199, 12);
	memmap_paint(&map, 100, 199, 77);
	assert_true(memmap_is(&map, 100, 199, 12));
}

static void
reaches_the_last_byte_of_all(void **state)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	(void)state;
	memmap_clear(&map);
	assert_true(memmap_paint(&map, 0, UINT64_MAX, RAM));
	assert_true(memmap_paint(&map, UINT64_MAX, UINT64_MAX, RESERVED));
	assert_true(memmap_next(&map, &cursor, &r));
	assert_int_equal(r.last, UINT64_MAX - 1);
	assert_true(memmap_next(&map, &cursor, &r));
	assert_int_equal(r.first, UINT64_MAX);
	assert_int_equal(r.last, UINT64_MAX);
	assert_false(memmap_next(&map, &cursor, &r));
}

static void
an_empty_map_has_no_range(void **state)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	(void)state;
	memmap_clear(&map);
	assert_false(memmap_next(&map, &cursor, &r));
	assert_true(memmap_is(&map, 0, UINT64_MAX, MEMMAP_HOLE));
}

/* Ranges with holes between them, from address first on. */
static uint32_t
fill(uint64_t first)
{
	uint32_t n = 0;

	memmap_clear(&map);
	while (memmap_paint(&map, first + n * 32, first + n * 32 + 15, RAM))
		n++;
	return n;
}

static void
assert_refuses(uint64_t first, uint64_t last)
{
	static struct memmap before;

	before = map;
	assert_false(memmap_paint(&map, first, last, RESERVED));
	assert_memory_equal(&map, &before, sizeof(map));
}

static void
a_full_map_refuses_and_stays_as_it_was(void **state)
{
	(void)state;
	memset(&map, 0xa5, sizeof(map));
	assert_int_equal(fill(16), (MEMMAP_STEPS - 1) / 2);
	assert_refuses(1 << 20, 2 << 20);
	assert_refuses(20, 25);
	assert_refuses(50, 70);
	assert_int_equal(fill(0), MEMMAP_STEPS / 2);
	assert_refuses(1 << 20, 2 << 20);
	assert_refuses(1 << 20, UINT64_MAX);
	assert_refuses(2, 3);
}

static void
the_last_two_steps_can_be_used(void **state)
{
	uint32_t n, i;

	(void)state;
	for (n = 0; n < 255; n++) {
		memmap_clear(&map);
		for (i = 0; i < n; i++)
			assert_true(memmap_paint(
			    &map, 64 + i * 32, 64 + i * 32 + 15, RAM));
		assert_true(memmap_paint(&map, 66, 68, RESERVED));
		assert_true(memmap_is(&map, 66, 68, RESERVED));
		assert_true(map.count <= MEMMAP_STEPS);
	}
}

static void
a_full_map_takes_what_needs_no_step(void **state)
{
	(void)state;
	fill(0);
	assert_int_equal(map.count, MEMMAP_STEPS);
	assert_true(memmap_paint(&map, 32, 47, RESERVED));
	assert_true(memmap_is(&map, 32, 47, RESERVED));
	assert_true(memmap_is(&map, 48, 63, MEMMAP_HOLE));
	assert_refuses(32, 48);
	assert_true(memmap_paint(&map, 0, UINT64_MAX, SMAP_TYPE_ACPI_ERROR));
	assert_true(memmap_is(&map, 0, UINT64_MAX, SMAP_TYPE_ACPI_ERROR));
}

static void
one_step_left_is_enough_for_one(void **state)
{
	(void)state;
	fill(16);
	assert_int_equal(map.count, MEMMAP_STEPS - 1);
	assert_refuses(50, 51);
	assert_true(memmap_paint(&map, 48, 50, RESERVED));
	assert_true(memmap_is(&map, 48, 50, RESERVED));
	assert_true(memmap_is(&map, 51, 63, RAM));
	assert_int_equal(map.count, MEMMAP_STEPS);
	fill(16);
	assert_refuses(1 << 20, 2 << 20);
	assert_true(memmap_paint(&map, 1 << 20, UINT64_MAX, RAM));
	assert_true(memmap_is(&map, 1 << 20, UINT64_MAX, RAM));
}

static void
neighbours_that_are_equal_take_one_step(void **state)
{
	uint64_t i;

	(void)state;
	memmap_clear(&map);
	for (i = 0; i < 4 * MEMMAP_STEPS; i++)
		assert_true(
		    memmap_paint(&map, i * PAGE, i * PAGE + 0xfff, RAM));
	assert_int_equal(map.count, 2);
	assert_true(memmap_is(&map, 0, 4 * MEMMAP_STEPS * PAGE - 1, RAM));
}

static void
from_511_steps_on_they_are_cut(void **state)
{
	const uint64_t end = 32 * ((MEMMAP_STEPS - 1) / 2);
	uint64_t i;

	(void)state;
	memmap_clear(&map);
	for (i = 0; i < end; i += 32)
		assert_true(memmap_paint(&map, i, i + 15, RAM));
	assert_int_equal(map.count, MEMMAP_STEPS - 2);
	assert_true(memmap_paint(&map, end - 16, end - 1, RAM));
	assert_int_equal(map.count, MEMMAP_STEPS - 2);
	fill(16);
	assert_int_equal(map.count, MEMMAP_STEPS - 1);
	assert_true(memmap_paint(&map, end, end + 15, RAM));
	assert_int_equal(map.count, MEMMAP_STEPS);
	assert_true(memmap_is(&map, end - 16, end + 15, RAM));
}

static const struct CMUnitTest tests[] = {
	PLAIN(is_what_a_map_of_cells_is),
	PLAIN(ranges_ascend_and_equal_neighbours_are_one),
	PLAIN(the_order_of_entries_does_not_matter),
	PLAIN(the_more_restrictive_type_wins),
	PLAIN(of_two_unknown_types_the_first_stays),
	PLAIN(reaches_the_last_byte_of_all),
	PLAIN(an_empty_map_has_no_range),
	PLAIN(a_full_map_refuses_and_stays_as_it_was),
	PLAIN(the_last_two_steps_can_be_used),
	PLAIN(a_full_map_takes_what_needs_no_step),
	PLAIN(one_step_left_is_enough_for_one),
	PLAIN(neighbours_that_are_equal_take_one_step),
	PLAIN(from_511_steps_on_they_are_cut),
};

MAIN("memmap")
