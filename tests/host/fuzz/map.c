/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map, compared with a simple one: a list of ranges in the order in
 * which they came, searched for each byte. An input is a list of steps of 10
 * bytes.
 */
#include <string.h>
#include "fuzz.h"
#include "guest.h"

#define STEPS 1100 /* with two ends each, more than a map can take */

struct step {
	uint8_t what, type;
	uint32_t at, size;
} __attribute__((packed));

static struct memmap map;
static struct memmap_range list[STEPS]; /* all that the map took */
static uint32_t count;

static unsigned
rank(uint32_t type)
{
	static const uint8_t order[] = { 0, 1, 7, 3, 4, 2, 8, 6, 5 };
	const uint8_t *p = memchr(order, (int)type, sizeof(order));

	return p != NULL ? (unsigned)(p - order) : 6;
}

static uint32_t
type_at(uint64_t p)
{
	uint32_t i, type = MEMMAP_HOLE;

	for (i = 0; i < count; i++)
		if (p >= list[i].first && p <= list[i].last &&
		    rank(list[i].type) > rank(type))
			type = list[i].type;
	return type;
}

/* Few different addresses, so that ranges meet; some at the end of all. */
static uint64_t
address(const struct step *s, uint32_t at)
{
	return (s->what & 4) != 0 ? at
	    : (s->what & 8) != 0  ? UINT64_MAX - at % 64
				  : at % 1024 * PAGE;
}

static void
check_walk(void)
{
	struct memmap_range r, last = { 0, 0, MEMMAP_HOLE };
	uint64_t next = 0; /* the first byte that is not checked yet */
	uint32_t cursor = 0;

	while (memmap_next(&map, &cursor, &r)) {
		CHECK(r.type != MEMMAP_HOLE && r.first <= r.last);
		CHECK(r.first >= next);
		CHECK(r.first > next || r.type != last.type || next == 0);
		if (r.first > next) {
			CHECK(type_at(next) == MEMMAP_HOLE);
			CHECK(type_at(r.first - 1) == MEMMAP_HOLE);
		}
		CHECK(type_at(r.first) == r.type && type_at(r.last) == r.type);
		CHECK(memmap_is(&map, r.first, r.last, r.type));
		CHECK(r.last == UINT64_MAX ||
		    !memmap_is(&map, r.first, r.last + 1, r.type));
		CHECK(r.first == 0 ||
		    !memmap_is(&map, r.first - 1, r.last, r.type));
		last = r;
		next = r.last + 1;
	}
	if (next != 0 || last.type == MEMMAP_HOLE)
		CHECK(type_at(UINT64_MAX) == MEMMAP_HOLE);
}

/* The map agrees with the list next to where any range begins or ends. */
static void
check_ends(void)
{
	uint32_t i, step = 1 + count / 64;
	uint64_t p[4];
	unsigned k;

	for (i = 0; i < count; i += step) {
		p[0] = list[i].first;
		p[1] = list[i].first - 1;
		p[2] = list[i].last;
		p[3] = list[i].last + 1;
		for (k = 0; k < COUNT(p); k++)
			CHECK(memmap_is(&map, p[k], p[k], type_at(p[k])));
	}
}

static void
check_steps(void)
{
	uint32_t i;

	CHECK(map.count >= 1 && map.count <= MEMMAP_STEPS);
	CHECK(map.step[0].start == 0);
	for (i = 1; i < map.count; i++) {
		CHECK(map.step[i].start > map.step[i - 1].start);
		CHECK(map.step[i].type != map.step[i - 1].type);
	}
}

/* What p has, if it had this type before the range came. */
static uint32_t
type_with(uint64_t p, uint32_t type, struct memmap_range r)
{
	bool in = p >= r.first && p <= r.last;

	return in && rank(r.type) > rank(type) ? r.type : type;
}

/* How many steps a map needs with a range in it: where types differ. */
static uint32_t
steps_with(const struct memmap *m, struct memmap_range r)
{
	uint32_t i, type, n = 1;
	uint64_t start, end;

	for (i = 0; i < m->count; i++) {
		start = m->step[i].start;
		end = i + 1 < m->count ? m->step[i + 1].start - 1 : UINT64_MAX;
		type = m->step[i].type;
		n += i > 0 &&
		    type_with(start - 1, m->step[i - 1].type, r) !=
			type_with(start, type, r);
		if (rank(r.type) > rank(type))
			n += (r.first > start && r.first <= end) +
			    (r.last >= start && r.last < end);
	}
	return n;
}

/* Adds a range if there is room for what then are its steps. */
static void
add(struct memmap_range r, bool paint)
{
	static struct memmap before;
	bool fits;

	before = map;
	fits = paint ? memmap_paint(&map, r.first, r.last, r.type)
		     : memmap_merge(&map, r.first, r.last, r.type);
	CHECK(fits == (steps_with(&before, r) <= MEMMAP_STEPS));
	if (fits) {
		CHECK(map.count == steps_with(&before, r));
		list[count++] = r;
	} else {
		CHECK(map.count == before.count &&
		    memcmp(before.step, map.step,
			map.count * sizeof(map.step[0])) == 0);
	}
	check_steps();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memmap_range r;
	struct step s;

	memmap_clear(&map);
	count = 0;
	for (; size >= sizeof(s) && count < STEPS; size -= sizeof(s)) {
		memcpy(&s, data, sizeof(s));
		data += sizeof(s);
		r.first = address(&s, s.at);
		r.last =
		    (s.what & 16) != 0 ? address(&s, s.size) : r.first + s.size;
		if (r.last < r.first)
			continue;
		r.type = s.type > 16 ? s.type : 1 + s.type % 8;
		add(r, s.what & 1);
	}
	check_walk();
	check_ends();
	return 0;
}
