/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_remove
 * property: one variable goes, all else stays in order
 * bound: 3 variables, block of 10 bytes
 * cbmc: --unwind 11
 */
#define BOOT_VARIABLES 3
#include "prove.h"
#include "arch/pvh/freebsd/env.c"

#define SIZE 10

void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(to == NULL && from == NULL && size > 0, "is not called");
}

/* Where variable i ends, its NUL included. */
static uint32_t
stop(const struct env *env, uint32_t i)
{
	return i + 1 < env->count ? env->start[i + 1] : env->used;
}

/* Variables follow one another, and each ends with its only NUL. */
static bool
sound(const struct env *env)
{
	uint32_t i, at;
	bool ok = env->count == 0 ? env->used == 0 : env->start[0] == 0, end;

	for (i = 0; i < env->count; i++)
		ok = ok && env->start[i] < stop(env, i) &&
		    stop(env, i) <= env->used;
	for (at = 0; ok && at < env->used; at++) {
		end = false;
		for (i = 0; i < env->count; i++)
			end = end || at + 1 == stop(env, i);
		ok = (env->block[at] == '\0') == end;
	}
	return ok;
}

void
proof(void)
{
	char block[SIZE], kept;
	struct env env, was;
	uint32_t gone = nondet_uint32_t(), first, size, now;
	/*
	 * Any other variable, and any byte that is not of the one that is
	 * removed.
	 */
	uint32_t other = nondet_uint32_t(), ghost = nondet_uint32_t();

	env.block = block;
	env.size = SIZE;
	ASSUME(env.used <= SIZE - 2 && env.length <= SIZE - 2 - env.used);
	ASSUME(env.count <= BOOT_VARIABLES && sound(&env));
	ASSUME(gone < env.count);
	first = env.start[gone];
	size = stop(&env, gone) - first;
	ASSUME(ghost < env.used + env.length);
	ASSUME(ghost < first || ghost >= first + size);
	kept = block[ghost];
	was = env;

	env_remove(&env, gone);
	PROVE(env.used == was.used - size, "all of it");
	PROVE(env.count == was.count - 1, "one less");
	PROVE(env.length == was.length && env.size == was.size, "the rest");
	PROVE(sound(&env), "still behind one another");
	PROVE(block[ghost < first ? ghost : ghost - size] == kept,
	    "the bytes of all others and of the word");
	if (other < gone) {
		PROVE(env.start[other] == was.start[other] &&
			env.name_length[other] == was.name_length[other],
		    "the ones before");
		REACHED("before");
	} else if (other > gone && other < was.count) {
		now = other - 1;
		PROVE(env.start[now] == was.start[other] - size &&
			env.name_length[now] == was.name_length[other],
		    "the ones behind");
		REACHED("behind");
	}
}
