/* SPDX-License-Identifier: BSD-2-Clause */
/* room.c, compared with a table that has the type of each page. */
#include "unit.h"
#include "room.h"

#define PAGES       64
#define DESCRIPTORS 24
#define NO_MEMORY   99 /* of a page that no descriptor has */

struct descriptor {
	uint32_t type, padding;
	uint64_t start, virtual, pages, attribute, more;
};

static struct descriptor d[DESCRIPTORS];
static uint32_t count;
static struct room_map map;

static void
new_map(void)
{
	count = 0;
	map = (struct room_map){ (char *)d, 0, sizeof(d[0]) };
}

static void
add(uint32_t type, uint64_t start, uint64_t pages)
{
	d[count++] =
	    (struct descriptor){ .type = type, .start = start, .pages = pages };
	map.size = count * sizeof(d[0]);
}

/* The map of OVMF on a machine that can be suspended to RAM. */
static void
ovmf(void)
{
	new_map();
	add(7, 0x1500000, 0x6a00); /* the order does not matter */
	add(7, 0x100000, 0x706);
	add(10, 0x806000, 2);
	add(7, 0x808000, 8);
	add(10, 0x810000, 0xf0);
	add(4, 0x900000, 0xc00);
	add(6, 0x7f00000, 0x100);
}

static void
test_find(void **state)
{
	(void)state;
	ovmf();
	assert_int_equal(room_find(&map, ROOM_NOW, 0x200000, 1, GIB), 0x200000);
	assert_int_equal(
	    room_find(&map, ROOM_NOW, 0x200000, 0x606000, GIB), 0x200000);
	assert_int_equal(
	    room_find(&map, ROOM_NOW, 0x200000, 0x606001, GIB), 0x1500000);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x200000, 0x606001, GIB), 0x900000);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x805000, 0x1001, GIB), 0x808000);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x200000, 0x7600000, GIB), 0x900000);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x200000, 0x7600001, GIB), 0);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x200000, 0x7600000, 0x7efffff), 0);
	assert_int_equal(room_find(&map, ROOM_LATER, 0x7f00000, 1, GIB), 0);
	assert_int_equal(
	    room_find(&map, ROOM_LATER, 0x200000, UINT64_MAX, GIB), 0);
}

static void
assert_obstacle(uint64_t start, uint64_t end, uint64_t first, uint64_t behind,
    uint32_t type)
{
	struct room_obstacle o;

	assert_true(room_obstacle(&map, (struct extent){ start, end }, &o));
	assert_int_equal(o.range.start, first);
	assert_int_equal(o.range.end, behind);
	assert_int_equal(o.type, type);
}

static void
test_obstacle(void **state)
{
	struct room_obstacle o;

	(void)state;
	ovmf();
	assert_false(
	    room_obstacle(&map, (struct extent){ 0x200000, 0x806000 }, &o));
	assert_obstacle(0x200000, 0x806001, 0x806000, 0x808000, 10);
	assert_obstacle(0x807000, 0x809000, 0x806000, 0x808000, 10);
	assert_obstacle(0x900000, 0x8000000, 0x7f00000, 0x8000000, 6);
	assert_obstacle(0xff000, 0x101000, 0xff000, 0x101000, ROOM_NO_MEMORY);
	assert_string_equal(room_type(10), "ACPI NVS");
	assert_string_equal(room_type(0), "reserved");
	assert_string_equal(room_type(15), "unaccepted memory");
	assert_string_equal(room_type(16), "unknown");
	assert_string_equal(room_type(ROOM_NO_MEMORY), "no memory");
	assert_string_equal(room_type(0x80000000), "unknown");
}

/* No map, and descriptors that make no sense. */
static void
test_odd(void **state)
{
	(void)state;
	new_map();
	assert_int_equal(room_find(&map, ROOM_NOW, PAGE, 1, GIB), 0);
	add(7, PAGE, UINT64_MAX);
	assert_int_equal(room_find(&map, ROOM_NOW, PAGE, GIB, 2 * GIB), PAGE);
	add(0, UINT64_MAX, UINT64_MAX);
	add(0, 8 * PAGE, 0);
	assert_int_equal(room_find(&map, ROOM_NOW, PAGE, GIB, 2 * GIB), PAGE);
	map.stride = 39;
	assert_int_equal(room_find(&map, ROOM_NOW, PAGE, 1, GIB), 0);
	map.stride = UINT64_MAX;
	assert_int_equal(room_find(&map, ROOM_NOW, PAGE, 1, GIB), PAGE);
}

/* Descriptors may overlap: the type counts that forbids most. */
static void
fill(uint32_t type[PAGES])
{
	static const uint32_t types[] = { 7, 7, 7, 3, 4, 2, 10, 0, 5 };
	uint64_t start, pages, page;
	uint32_t i, t;

	new_map();
	for (i = 0; i < PAGES; i++)
		type[i] = NO_MEMORY;
	for (i = below(DESCRIPTORS); i > 0; i--) {
		t = types[below(COUNT(types))];
		start = below(PAGES);
		pages = below(PAGES - start) / (below(3) + 1);
		add(t, start * PAGE, pages);
		for (page = start; page < start + pages; page++)
			if (type[page] == NO_MEMORY ||
			    (t != 7 && (type[page] == 7 || t < 1 || t > 4)))
				type[page] = t;
	}
}

static bool
is_room(uint32_t type, enum room room)
{
	return type == 7 || (room == ROOM_LATER && type >= 1 && type <= 4);
}

static void
test_random(void **state)
{
	static uint32_t type[PAGES];
	uint32_t round, from, size, limit, page, n;
	struct room_obstacle o;
	enum room room;

	(void)state;
	for (round = 0; round < 20000; round++) {
		fill(type);
		room = below(2) != 0 ? ROOM_NOW : ROOM_LATER;
		from = below(PAGES - 1) + 1;
		size = below(12) + 1;
		limit = below(PAGES + 1);
		for (page = from; page + size <= limit; page++) {
			for (n = 0; n < size && is_room(type[page + n], room);)
				n++;
			if (n == size)
				break;
		}
		assert_int_equal(room_find(&map, room, from * PAGE,
				     size * PAGE - below(PAGE), limit * PAGE),
		    page + size <= limit ? page * PAGE : 0);
		limit = from + below(PAGES - from) + 1;
		for (n = from; n < limit && is_room(type[n], ROOM_LATER);)
			n++;
		assert_int_equal(
		    room_obstacle(
			&map, (struct extent){ from * PAGE, limit * PAGE }, &o),
		    n < limit);
		if (n == limit)
			continue;
		assert_true(o.range.start <= n * PAGE);
		assert_true(o.range.end > n * PAGE);
		assert_true(type[n] == NO_MEMORY
			? o.type == ROOM_NO_MEMORY
			: !is_room(o.type, ROOM_LATER));
	}
}

static const struct CMUnitTest tests[] = {
	PLAIN(test_find),
	PLAIN(test_obstacle),
	PLAIN(test_odd),
	PLAIN(test_random),
};
MAIN("room")
