/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_add
 * property: a variable; another of its name is marked
 * bound: none
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * stub: env_find:find
 */
#define BOOT_VARIABLES 1
#include "prove.h"
#include "arch/pvh/freebsd/env.c"

static struct env env;
static uint32_t name, start, old;
static bool full;

void
pvh_putc(char c)
{
	(void)c;
}

/* As env_find.c proves it: another of the name, a new one, or too many. */
uint32_t *
find(struct env *e, uint32_t length)
{
	PROVE(e == &env && length == name, "the word's");
	return full ? NULL : &start;
}

void
proof(void)
{
	uint32_t used, length, ghost = nondet_uint32_t();
	bool ok, gaps;
	char kept;

	env.size = nondet_uint32_t();
	used = env.used = nondet_uint32_t();
	length = env.length = nondet_uint32_t();
	gaps = env.gaps = nondet_bool();
	name = nondet_uint32_t();
	old = start = nondet_uint32_t();
	full = nondet_bool();
	ASSUME(env.size >= 2 && env.size <= BOOT_ARENA);
	ASSUME(used <= env.size - 2);
	ASSUME(length <= env.size - 2 - used && name < length);
	ASSUME(start <= used && ghost < used + length);
	env.block = malloc(env.size);
	kept = env.block[ghost];
	ok = env_add(&env, name);
	PROVE(ok == !full, "false iff there are too many");
	if (old == used || ghost != old || !ok)
		PROVE(env.block[ghost] == kept, "all other bytes stay");
	if (!ok) {
		PROVE(env.used == used, "no variable");
		PROVE(env.length == length, "the word is still there");
		PROVE(env.gaps == gaps, "no gap");
		REACHED("full");
		return;
	}
	PROVE(start == used, "found where it is now");
	PROVE(env.length == 0, "the word is a variable");
	PROVE(env.used == used + length + 1 &&
		env.block[env.used - 1] == '\0' && env.used < env.size,
	    "its NUL, and room for the block's");
	if (old == used) {
		PROVE(env.gaps == gaps, "no other");
		REACHED("new");
	} else {
		PROVE(env.gaps && env.block[old] == '=', "the other is marked");
		REACHED("replaced");
	}
}
