/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line: the first two bytes of an input say how much of the arena
 * is free, the others are the line. Whatever the line is, the kenv is a list of
 * variables, no name occurs twice but that of a device, and a second reading of
 * the line gives the same.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "guest.h"

static bool
run(const uint8_t *line, size_t size, char *arena, uint32_t room, int fill)
{
	bool good;
	uint32_t i;

	memset(&view, fill, sizeof(view));
	memset(&bsd, fill, sizeof(bsd));
	bsd.view = &view;
	memset(arena, fill, room + 7);
	bsd.loader = "loader=pvh";
	view.rsdp = size % 2 != 0 ? 0xfedcba9876543210ull : 0;
	view.warned = 0;
	view.arena = (struct arena){ arena, ARENA_AT, room, 0 };
	warning_count = 0;
	view.cmdline = malloc(size + 8); /* may be read in words */
	CHECK(view.cmdline != NULL);
	memcpy(view.cmdline, line, size);
	view.cmdline[size] = '\0';
	good = args_parse(&bsd);
	free(view.cmdline);
	for (i = 0; i < 7; i++)
		CHECK(arena[room + i] == (char)fill);
	return good;
}

/* Checks the result for a line that fits. */
static void
check(size_t length)
{
	const char *block = view.arena.base, *s = block, *equals;
	const char *names[100];
	uint32_t i, other;

	CHECK(bsd.kenv.block == block && bsd.kenv.paddr == ARENA_AT);
	for (i = 0; *s != '\0'; i++, s += strlen(s) + 1) {
		equals = strchr(s, '=');
		CHECK(equals != NULL && equals > s);
		if (i < 100)
			names[i] = s;
		if (equals - s >= 7 && strncmp(equals - 7, ".device", 7) == 0)
			continue;
		for (other = 0; other < i && i < 100; other++)
			CHECK(strncmp(names[other], s,
				  (size_t)(equals - s) + 1) != 0);
	}
	CHECK(i == bsd.kenv.count && i > 0 && i <= BOOT_VARIABLES);
	CHECK(view.arena.used == (uint32_t)(s - block) + 1);
	CHECK(view.arena.used <= view.arena.size);
	CHECK((bsd.howto & bsd.howto_env) == bsd.howto_env);
	for (i = 0; i < warning_count; i++)
		CHECK(warnings[i].code == PVH_ODD_OPTION ||
		    warnings[i].index < length);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char first[BOOT_ARENA];
	uint32_t room = BOOT_ARENA, used;
	char *arena;

	if (size < 2)
		return 0;
	if ((data[0] & 1) != 0)
		room = (uint32_t)(data[0] | data[1] << 8) / 8 * 8;
	data += 2;
	size -= 2;
	arena = malloc(room + 7); /* which may be read, but not written */
	CHECK(arena != NULL);
	if (!run(data, size, arena, room, 0xa5)) {
		CHECK(view.defect.code == PVH_KENV_FULL);
		CHECK(view.defect.index == bsd.kenv.count);
	} else {
		check(strnlen((const char *)data, size));
		used = view.arena.used;
		memcpy(first, arena, used);
		CHECK(run(data, size, arena, room, 0x5a));
		CHECK(view.arena.used == used);
		CHECK(memcmp(first, arena, used) == 0);
	}
	free(arena);
	return 0;
}
