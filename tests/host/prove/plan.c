/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: put, load_name
 * property: a string, ended, in its room; or room is 0
 * bound: 8 bytes, of 3
 * cbmc: --unwind 10
 */
#include "prove.h"
#include "boot/load/plan.c"

#define ROOM   8
#define STRING 3

static uint32_t
length(const char *s)
{
	uint32_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

/* Two calls of put(), with room for both strings or not. */
static void
prove_put(const char *first, const char *second, uint32_t size)
{
	char room[ROOM], *start = room + (ROOM - size);
	struct out out = { start, size };
	uint32_t a = length(first), b = length(second), i;

	put(&out, first);
	PROVE((out.room == 0) == (a >= size), "full iff it is too long");
	put(&out, second);
	if (a + b < size) {
		for (i = 0; i < a; i++)
			PROVE(start[i] == first[i], "first");
		for (i = 0; i <= b; i++)
			PROVE(start[a + i] == second[i], "second, its NUL");
		PROVE(out.room == size - a - b, "the room that is left");
		REACHED("both");
	} else {
		PROVE(out.room == 0, "one did not fit");
		PROVE(*out.to == '\0' && out.to < room + ROOM, "a NUL");
		REACHED("too long");
	}
}

void
proof(void)
{
	char first[STRING + 1], second[STRING + 1];
	char name[ROOM + 1];
	uint32_t size = nondet_uint32_t(), found;

	ASSUME(size > 0 && size <= ROOM);
	first[STRING] = second[STRING] = name[ROOM] = '\0';
	if (nondet_bool()) {
		prove_put(first, second, size);
	} else {
		found = load_name(name);
		PROVE(found == 0 ||
			(found + 5 == length(name) && name[found] == '_' &&
			    name[found + 1] == 'l' && name[found + 4] == 'd'),
		    "NAME_load");
		REACHED("NAME_load");
	}
}
