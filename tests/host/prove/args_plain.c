/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: put_plain, end_bits
 * property: plain bytes up to one that may end a word
 * bound: line of 18 bytes
 * cbmc: --unwind 4 --unwindset proof.0:27
 */
#include "args.h"

#define LENGTH 18
#define BEHIND 3
#define ROOM   (BEHIND + LENGTH + 10)

void
proof(void)
{
	/* 7 bytes may be read behind the line. */
	char line[LENGTH + 1 + 7], memory[ROOM];
	struct env env;
	uint32_t start = nondet_uint32_t(), ghost = nondet_uint32_t();
	uint32_t before = nondet_uint32_t(), i, plain = LENGTH, put;
	const char *end;

	line[LENGTH] = '\0';
	ASSUME(start <= LENGTH);
	for (i = LENGTH; i > start; i--)
		if ((line[i - 1] & 0xff) <= '\'')
			plain = i - 1;
	/* The block ends where the memory ends. */
	ASSUME(env.size <= ROOM && env.used <= BEHIND && before <= BEHIND);
	ASSUME(env.used + before <= env.size);
	env.block = memory + ROOM - env.size;
	env.length = before;
	end = put_plain(&env, line + start);
	put = (uint32_t)(end - line) - start;
	PROVE(start + put <= plain, "plain bytes");
	PROVE(start + put == plain || env.size - env.used - before - put < 10,
	    "all of them, but where there is no room for 8");
	PROVE(env.length == before + put, "behind the word");
	PROVE(put == 0 || env.used + env.length <= env.size - 2,
	    "two bytes stay free");
	if (ghost < put)
		PROVE(
		    env.block[env.used + before + ghost] == line[start + ghost],
		    "its bytes");
	if (start + put < plain)
		REACHED("no room");
	else if (put > 8)
		REACHED("several words");
	else
		REACHED("some bytes");
}
