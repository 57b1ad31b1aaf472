/* SPDX-License-Identifier: BSD-2-Clause */
/* What a format of a kernel's own may call. */
#include "unit.h"

static void
memory_is_where_it_is_said_to_be(void **state)
{
	(void)state;
	assert_ptr_equal(pvh_at(&view, 0x300000, 9), memory + 0x300000);
	assert_ptr_equal(pvh_at(&view, WINDOW - 1, 1), memory + WINDOW - 1);
	assert_null(pvh_at(&view, WINDOW - 1, 2));
	assert_null(pvh_at(&view, 0, 1));
	assert_null(pvh_at(&view, DOOR_START - 1, 2));
	assert_null(pvh_at(&view, DOOR_END - 1, 1));
}

static void
copies_what_is_in_reach(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		memory[0x300007 + i] = (unsigned char)(i * 7);
	assert_true(pvh_copy(&view, 0x300000, 0x300007, 100));
	for (i = 0; i < 100; i++)
		assert_int_equal(memory[0x300000 + i], i * 7 & 0xff);
	assert_true(pvh_copy(&view, 0x300001, 5 * GIB + 3, 99));
	for (i = 0; i < 99; i++)
		assert_int_equal(
		    memory[0x300001 + i], far_byte(5 * GIB + 3 + i));
	assert_int_equal(memory[0x300000], 0);
}

static void
copies_nothing_that_is_out_of_reach(void **state)
{
	unsigned char was = memory[0x300000];

	(void)state;
	assert_false(pvh_copy(&view, DOOR_START, 0x300000, 1));
	assert_false(pvh_copy(&view, 4 * GIB, 0x300000, 1));
	assert_false(pvh_copy(&view, 5 * GIB, 0x300000, 1));
	assert_false(pvh_copy(&view, 0x300000, DOOR_START, 1));
	assert_false(pvh_copy(&view, 0x300000, 0, 1));
	assert_false(pvh_copy(&view, 0x300000, 1ull << CPU_BITS, 1));
	assert_int_equal(memory[0x300000], was);
}

static void
the_arena_is_given_out_once(void **state)
{
	uint64_t paddr = 5;

	(void)state;
	new_arena(24);
	view.arena.used = 3;
	assert_ptr_equal(pvh_take(&view, 5, &paddr), view.arena.base + 8);
	assert_int_equal(paddr, ARENA_AT + 8);
	assert_int_equal(view.arena.used, 13);
	assert_null(pvh_take(&view, 9, &paddr));
	assert_null(pvh_take(&view, UINT32_MAX, &paddr));
	assert_int_equal(paddr, ARENA_AT + 8);
	assert_int_equal(view.arena.used, 13);
	assert_ptr_equal(pvh_take(&view, 8, &paddr), view.arena.base + 16);
	assert_int_equal(paddr, ARENA_AT + 16);
	assert_null(pvh_take(&view, 1, &paddr));
	assert_ptr_equal(pvh_take(&view, 0, &paddr), view.arena.base + 24);
}

static const struct CMUnitTest tests[] = {
	SMALL(memory_is_where_it_is_said_to_be),
	BIG(copies_what_is_in_reach),
	BIG(copies_nothing_that_is_out_of_reach),
	SMALL(the_arena_is_given_out_once),
};

MAIN("format")
