/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_put, env_room, open, close
 * property: put if there is room; ends in a NUL inside
 * bound: none
 * stub: close_gaps:close_up make_room:close_up
 * cbmc: --drop-unused-functions
 */
#define BOOT_VARIABLES 1
#include "prove.h"
#include "arch/pvh/freebsd/env.c"

static uint32_t ghost; /* any of the bytes that are put */

/* As physmem_copy.c proves it: all bytes, of which only the ghost is kept. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(size == 0 || __CPROVER_r_ok(from, size), "the bytes");
	PROVE(size == 0 || __CPROVER_w_ok(to, size), "room for them");
	if (ghost < size)
		to[ghost] = from[ghost];
}

/* env_add() calls it. */
uint32_t *
env_find(struct env *e, uint32_t name_length)
{
	PROVE(e == NULL && name_length > 0, "is not called");
	return NULL;
}

static struct env env;
static uint32_t closed; /* where the variables end without gaps */
static bool had_gaps;

/* As env_gaps.c and env_room.c prove it: variables take less room. */
void
close_up(struct env *e)
{
	PROVE(e == &env && env.gaps && had_gaps, "once, for there are gaps");
	env.used = closed;
	env.gaps = false;
}

void
proof(void)
{
	static struct arena arena;
	uint32_t used, at, count = nondet_uint32_t(), first;
	char *bytes, *block;
	bool ok;

	arena.size = nondet_uint32_t();
	arena.used = nondet_uint32_t();
	arena.paddr = nondet_uint64_t();
	ghost = nondet_uint32_t();
	ASSUME(arena.size <= BOOT_ARENA && arena.used <= arena.size);
	ASSUME(arena.paddr < GIB && count <= BOOT_STRING);
	arena.base = malloc(arena.size);
	used = arena.used;
	env_open(&env, &arena);
	PROVE(env.block == arena.base + used && env.size == arena.size - used &&
		env.paddr == arena.paddr + used,
	    "all that is left");
	PROVE(env.used == 0 && env.length == 0 && env.count == 0 &&
		env.root == 0 && !env.gaps,
	    "empty");

	/* Any variables and any word, as env_put() and env_add() leave them. */
	env.used = nondet_uint32_t();
	env.length = nondet_uint32_t();
	ASSUME(env.used <= env.size && env.length <= env.size - env.used);
	env.gaps = had_gaps = nondet_bool();
	closed = had_gaps ? nondet_uint32_t() : env.used;
	ASSUME(closed <= env.used);
	first = env.used;
	at = env.used + env.length;
	ASSUME(at == 0 || env.size - at >= 1);
	ASSUME(env.length == 0 || env.size - at >= 2);
	block = env.block;
	bytes = malloc(count);
	ok = env_put(&env, bytes, count);
	PROVE(env.gaps == (had_gaps && env.size >= at + 2 + count),
	    "gaps stay if there is room");
	PROVE(env.used == (env.gaps ? first : closed), "or are closed");
	at -= first - env.used;
	PROVE(ok == (env.size >= at + 2 + count), "if there is room");
	PROVE(env.block == block && env.used <= arena.size, "the same block");
	if (!ok) {
		PROVE(env.length == at - env.used, "nothing is put");
		REACHED("no room");
		return;
	}
	PROVE(env.length == at - env.used + count, "it is longer");
	if (ghost < count)
		PROVE(block[at + ghost] == bytes[ghost], "the bytes");
	had_gaps = env.gaps;
	env_close(&env, &arena);
	PROVE(!env.gaps && env.used == closed, "no gaps are left");
	PROVE(arena.used == used + env.used + 1, "given back");
	PROVE(arena.used <= arena.size, "inside the arena");
	PROVE(arena.base[arena.used - 1] == '\0', "the end");
	REACHED("put");
}
