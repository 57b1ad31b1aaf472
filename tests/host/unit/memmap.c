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
	static const uint32_t order[] = { MEMMAP_RAM, MEMMAP_PMEM,
		MEMMAP_ACPI_RECLAIM, MEMMAP_ACPI_NVS, MEMMAP_RESERVED, 0,
		MEMMAP_DISABLED, MEMMAP_UNUSABLE };
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
assert_neighbours_differ(void)
{
	uint32_t i;

	assert_in_range(map.count, 1, MEMMAP_STEPS);
	assert_int_equal(map.step[0].start, 0);
	for (i = 1; i < map.count; i++) {
		assert_true(map.step[i].start > map.step[i - 1].start);
		assert_int_not_equal(map.step[i].type, map.step[i - 1].type);
	}
}

static void
compare(void)
{
	struct memmap_range got, wanted;
	uint32_t cursor = 0, i = 0;

	assert_neighbours_differ();
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

static void
neighbours_differ_whatever_is_painted(void **state)
{
	uint32_t round, i;
	uint64_t a, b;

	(void)state;
	for (round = 0; round < 3000; round++) {
		memmap_clear(&map);
		for (i = 0; i < 40; i++) {
			a = any() >> below(64);
			b = any() >> below(64);
			assert_true(memmap_paint(&map, a < b ? a : b,
			    a < b ? b : a, types[below(COUNT(types))]));
			assert_neighbours_differ();
		}
	}
}

static void
the_order_of_entries_does_not_matter(void **state)
{
	struct memmap_range e[12];
	static struct memmap other;
	uint32_t round, i;

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
		assert_equal_maps(&map, &other);
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
	assert_equal_maps(&map, &before);
}

static void
a_full_map_refuses_and_stays_as_it_was(void **state)
{
	(void)state;
	memset(&map, 0xa5, sizeof(map));
	assert_int_equal(fill(16), (MEMMAP_STEPS - 1) / 2);
	assert_refuses(1 << 20, 2 << 20);
	assert_refuses(20, 25);
	assert_int_equal(fill(0), MEMMAP_STEPS / 2);
	assert_refuses(1 << 20, 2 << 20);
	assert_refuses(1 << 20, UINT64_MAX);
	assert_refuses(2, 3);
	assert_refuses(0, 3);
	assert_refuses(35, 47);
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
a_full_map_takes_what_adds_no_step(void **state)
{
	(void)state;
	fill(0);
	assert_int_equal(map.count, MEMMAP_STEPS);
	assert_true(memmap_paint(&map, 32, 47, RESERVED));
	assert_true(memmap_paint(&map, 48, 48, RESERVED));
	assert_true(memmap_paint(&map, 30, 31, RESERVED));
	assert_true(memmap_is(&map, 16, 29, MEMMAP_HOLE));
	assert_true(memmap_is(&map, 30, 48, RESERVED));
	assert_true(memmap_is(&map, 49, 63, MEMMAP_HOLE));
	assert_int_equal(map.count, MEMMAP_STEPS);
	assert_true(memmap_paint(&map, 130, 162, RESERVED));
	assert_int_equal(map.count, MEMMAP_STEPS);
	assert_true(memmap_paint(&map, 192, 223, RESERVED));
	assert_int_equal(map.count, MEMMAP_STEPS - 1);
	assert_refuses(20, 20);
	assert_true(memmap_paint(&map, 0, UINT64_MAX, MEMMAP_UNUSABLE));
	assert_int_equal(map.count, 1);
	assert_true(memmap_is(&map, 0, UINT64_MAX, MEMMAP_UNUSABLE));
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
ranges_that_touch_take_one_step(void **state)
{
	const uint32_t n = 4 * MEMMAP_STEPS;
	uint64_t i;

	(void)state;
	memmap_clear(&map);
	for (i = 0; i < n; i++)
		assert_true(
		    memmap_paint(&map, i * PAGE, i * PAGE + 0xfff, RAM));
	assert_int_equal(map.count, 2);
	assert_true(memmap_is(&map, 0, n * PAGE - 1, RAM));
	memmap_clear(&map);
	for (i = n; i-- > 0;)
		assert_true(
		    memmap_paint(&map, i * PAGE, i * PAGE + 0xfff, RAM));
	assert_int_equal(map.count, 2);
	assert_true(memmap_is(&map, 0, n * PAGE - 1, RAM));
}

static void
a_full_map_takes_what_touches_a_range(void **state)
{
	uint32_t i, steps, end;

	(void)state;
	for (i = 0; i <= 16; i += 16) {
		end = i + 32 * fill(i) - 16;
		steps = map.count;
		assert_true(memmap_paint(&map, i + 16, i + 20, RAM));
		assert_true(memmap_paint(&map, i + 60, i + 63, RAM));
		assert_true(memmap_paint(&map, end, 1 << 20, RAM));
		assert_int_equal(map.count, steps);
		assert_true(memmap_paint(&map, i + 80, i + 95, RAM));
		assert_int_equal(map.count, steps - 2);
	}
}

#define BLOCKS 1200

/* How many steps it takes if each block of 16 bytes has the type. */
static uint32_t
count_steps(const uint32_t type[BLOCKS])
{
	uint32_t i, n = 1;

	for (i = 1; i < BLOCKS; i++)
		n += type[i] != type[i - 1];
	return n;
}

static void
refuses_if_and_only_if_there_are_more_steps_than_fit(void **state)
{
	static uint32_t is[BLOCKS], would[BLOCKS];
	static struct memmap before;
	uint32_t i, k, first, last, type, full = 0;
	bool fits;

	(void)state;
	for (i = 0; i < 20000; i++) {
		if (i % 2000 == 0) {
			memmap_clear(&map);
			memset(is, 0, sizeof(is));
		}
		first = (uint32_t)below(BLOCKS);
		last = first + (uint32_t)below(below(64) ? 2 : 40);
		if (last >= BLOCKS)
			last = BLOCKS - 1;
		type = types[below(COUNT(types))];
		memcpy(would, is, sizeof(is));
		for (k = first; k <= last; k++)
			if (is[k] == MEMMAP_HOLE ||
			    severity(is[k]) < severity(type))
				would[k] = type;
		before = map;
		fits = memmap_paint(&map, first * 16ull,
		    last == BLOCKS - 1 ? UINT64_MAX : last * 16ull + 15, type);
		assert_int_equal(fits, count_steps(would) <= MEMMAP_STEPS);
		if (fits) {
			memcpy(is, would, sizeof(is));
			assert_int_equal(map.count, count_steps(is));
		} else {
			assert_equal_maps(&map, &before);
			full++;
		}
	}
	assert_true(full > 100);
}

static const struct CMUnitTest tests[] = {
	PLAIN(is_what_a_map_of_cells_is),
	PLAIN(neighbours_differ_whatever_is_painted),
	PLAIN(the_order_of_entries_does_not_matter),
	PLAIN(the_more_restrictive_type_wins),
	PLAIN(of_two_unknown_types_the_first_stays),
	PLAIN(reaches_the_last_byte_of_all),
	PLAIN(an_empty_map_has_no_range),
	PLAIN(a_full_map_refuses_and_stays_as_it_was),
	PLAIN(the_last_two_steps_can_be_used),
	PLAIN(a_full_map_takes_what_adds_no_step),
	PLAIN(one_step_left_is_enough_for_one),
	PLAIN(ranges_that_touch_take_one_step),
	PLAIN(a_full_map_takes_what_touches_a_range),
	PLAIN(refuses_if_and_only_if_there_are_more_steps_than_fit),
};

MAIN("memmap")
