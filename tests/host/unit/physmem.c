/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to physical memory, ranges and copies. */
#include "unit.h"

static const struct physmem gate = { 0x10000000, 0x1000, { 0x400, 0x500 } };

/* A number near an edge of something. */
static uint64_t
edgy(const struct physmem *pm)
{
	const uint64_t edges[] = { 0, 1, pm->size, pm->door.start, pm->door.end,
		1ull << 32, 1ull << 63, UINT64_MAX };

	if (below(8) == 0)
		return any();
	return edges[below(COUNT(edges))] + below(5) - 2;
}

/* The same rule as physmem_at() has, in numbers that cannot wrap. */
static bool
allowed(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	unsigned __int128 start = paddr, end = start + size;

	if (paddr == 0 || end > pm->size)
		return false;
	return size == 0 || end <= pm->door.start || start >= pm->door.end;
}

static void
gives_the_address_in_the_window(void **state)
{
	(void)state;
	assert_int_equal((uintptr_t)physmem_at(&gate, 1, 1), 0x10000001);
	assert_int_equal((uintptr_t)physmem_at(&gate, 0xfff, 1), 0x10000fff);
	assert_int_equal(
	    (uintptr_t)physmem_at(&gate, 0x500, 0xb00), 0x10000500);
}

static void
refuses_zero_wrap_and_the_window_s_end(void **state)
{
	(void)state;
	assert_null(physmem_at(&gate, 0, 1));
	assert_null(physmem_at(&gate, 0, 0));
	assert_null(physmem_at(&gate, 0xfff, 2));
	assert_null(physmem_at(&gate, 0x1000, 1));
	assert_null(physmem_at(&gate, 0x800, UINT64_MAX));
	assert_null(physmem_at(&gate, UINT64_MAX, 1));
	assert_null(physmem_at(&gate, UINT64_MAX, 2));
}

static void
refuses_the_door(void **state)
{
	(void)state;
	assert_non_null(physmem_at(&gate, 0x3ff, 1));
	assert_null(physmem_at(&gate, 0x3ff, 2));
	assert_null(physmem_at(&gate, 0x400, 1));
	assert_null(physmem_at(&gate, 0x4ff, 1));
	assert_non_null(physmem_at(&gate, 0x500, 1));
	assert_null(physmem_at(&gate, 0x100, 0xf00));
}

static void
lets_through_exactly_what_it_should(void **state)
{
	struct physmem pm = { 0x10000000, 0x100000000ull,
		{ 0x280000, 0x2c0000 } };
	uint64_t paddr, size;
	bool let;
	int i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		paddr = edgy(&pm);
		size = below(2) != 0 ? edgy(&pm) : edgy(&pm) - paddr;
		let = physmem_at(&pm, paddr, size) != 0;
		assert_int_equal(let, allowed(&pm, paddr, size));
	}
}

static void
reaches_as_far_as_the_gate_lets_through(void **state)
{
	struct physmem pm = { 0x10000000, 0x100000000ull,
		{ 0x280000, 0x2c0000 } };
	uint64_t paddr, limit, reach;
	const char *from;
	int i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		paddr = edgy(&pm);
		limit = below(2) != 0 ? edgy(&pm) : edgy(&pm) - paddr;
		from = physmem_reach(&pm, paddr, limit, &reach);
		assert_ptr_equal(from, physmem_at(&pm, paddr, 1));
		assert_true(reach <= limit);
		assert_true(reach == 0 || allowed(&pm, paddr, reach));
		assert_true(reach == limit || !allowed(&pm, paddr, reach + 1));
	}
}

static void
reach_ends_at_the_window_before_a_door_behind_it(void **state)
{
	struct physmem pm = { 0x10000000, 0x1000, { 0x2000, 0x3000 } };
	uint64_t reach;

	(void)state;
	assert_non_null(physmem_reach(&pm, 0xf00, 0x10000, &reach));
	assert_int_equal(reach, 0x100);
}

static void
ranges_overlap_if_they_share_a_byte(void **state)
{
	const struct extent e = { 10, 20 };
	uint64_t addr, size, i;
	bool shared;

	(void)state;
	for (addr = 0; addr < 30; addr++)
		for (size = 0; size < 30; size++) {
			shared = false;
			for (i = addr; i < addr + size; i++)
				shared = shared || (i >= e.start && i < e.end);
			assert_int_equal(overlaps(addr, size, e), shared);
		}
}

static void
an_empty_range_never_overlaps(void **state)
{
	(void)state;
	assert_false(overlaps(15, 0, (struct extent){ 10, 20 }));
	assert_false(overlaps(10, 10, (struct extent){ 10, 10 }));
	assert_false(overlaps(10, 10, (struct extent){ 15, 15 }));
}

static void
a_range_is_below_its_limit(void **state)
{
	(void)state;
	assert_true(range_below(0, 0, 0));
	assert_true(range_below(5, 5, 10));
	assert_false(range_below(5, 6, 10));
	assert_false(range_below(6, 5, 10));
	assert_false(range_below(11, 0, 10));
	assert_true(range_below(0, UINT64_MAX, UINT64_MAX));
	assert_false(range_below(UINT64_MAX, 1, UINT64_MAX));
	assert_false(range_below(UINT64_MAX, UINT64_MAX, UINT64_MAX));
}

static void
copies_any_size_at_any_alignment(void **state)
{
	uint32_t from, to, size, i;
	char *a, *b;

	(void)state;
	for (from = 0; from < 9; from++)
		for (to = 0; to < 9; to++)
			for (size = 0; size < 40; size++) {
				a = malloc(from + size);
				b = malloc(to + size);
				for (i = 0; i < size; i++)
					a[from + i] = (char)(i + 1);
				memset(b, 0, to + size);
				physmem_copy(b + to, a + from, size);
				for (i = 0; i < to; i++)
					assert_int_equal(b[i], 0);
				assert_memory_equal(a + from, b + to, size);
				free(a);
				free(b);
			}
}

static const struct CMUnitTest tests[] = {
	PLAIN(gives_the_address_in_the_window),
	PLAIN(refuses_zero_wrap_and_the_window_s_end),
	PLAIN(refuses_the_door),
	PLAIN(lets_through_exactly_what_it_should),
	PLAIN(reaches_as_far_as_the_gate_lets_through),
	PLAIN(reach_ends_at_the_window_before_a_door_behind_it),
	PLAIN(ranges_overlap_if_they_share_a_byte),
	PLAIN(an_empty_range_never_overlaps),
	PLAIN(a_range_is_below_its_limit),
	PLAIN(copies_any_size_at_any_alignment),
};

MAIN("physmem")
