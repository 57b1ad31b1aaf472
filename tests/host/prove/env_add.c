/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_add
 * property: in place of one of its name, or a device's
 * bound: 4 variables
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * stub: equal:equal_names env_remove:remove_one
 * stub: names_device:device_of
 * cbmc: --unwind 6
 */
#define BOOT_VARIABLES 4
#include "prove.h"
#include "arch/pvh/freebsd/env.c"

static struct env env;
static uint32_t same, removed, left; /* the variable of the same name */
static uint32_t name;                /* the length of the word's name */
static bool device;

void
pvh_putc(char c)
{
	(void)c;
}

/* Whether names of one length are equal is for the proof to choose. */
bool
equal_names(const char *a, const char *b, uint32_t length)
{
	PROVE(b == env.block + env.used && length < env.length, "the word's");
	PROVE(same >= env.count || a != env.block + env.start[same] ||
		length == env.name_length[same],
	    "names of one length");
	return same < env.count && a == env.block + env.start[same];
}

/* As env_device.c proves it: a word may name a device or not. */
bool
device_of(const char *word, uint32_t length)
{
	PROVE(word == env.block + env.used && length == name, "the word's");
	return device;
}

/* As env_remove.c proves it: one variable less, in less room. */
void
remove_one(struct env *e, uint32_t i)
{
	PROVE(e == &env && i < env.count && removed == 0, "one of them");
	PROVE(i == same, "the one of that name");
	removed++;
	left = nondet_uint32_t();
	ASSUME(left < env.used);
	env.used = left;
	env.count--;
}

void
proof(void)
{
	uint32_t i, used, count, length;
	bool ok;

	env.size = nondet_uint32_t();
	env.used = nondet_uint32_t();
	env.length = nondet_uint32_t();
	env.count = nondet_uint32_t();
	same = nondet_uint32_t();
	name = nondet_uint32_t();
	device = nondet_bool();
	ASSUME(env.size >= 2 && env.size <= BOOT_ARENA);
	ASSUME(env.used <= env.size - 2);
	ASSUME(env.length <= env.size - 2 - env.used && name < env.length);
	ASSUME(env.count <= 4);
	for (i = 0; i < 4; i++) {
		env.start[i] = nondet_uint32_t();
		env.name_length[i] = nondet_uint32_t();
		ASSUME(i >= env.count || env.start[i] < env.used);
		ASSUME(i == 0 || i >= env.count ||
		    env.start[i] > env.start[i - 1]);
	}
	if (same < env.count)
		ASSUME(env.name_length[same] == name);
	env.block = malloc(env.size);
	used = env.used;
	count = env.count;
	length = env.length;
	ok = env_add(&env, name);
	PROVE(removed == (same < count && !device),
	    "the other of its name goes, if it is no device's");
	if (removed > 0)
		used = left;
	PROVE(ok == (count - removed < 4), "false iff there are too many");
	if (!ok) {
		PROVE(env.count == 4 && env.used == used, "no variable");
		PROVE(env.length == length, "the word is still there");
		REACHED("full");
		return;
	}
	PROVE(env.length == 0, "the word is a variable");
	PROVE(env.count == count - removed + 1, "one more");
	PROVE(env.start[env.count - 1] == used &&
		env.name_length[env.count - 1] == name,
	    "the last one");
	PROVE(env.used == used + length + 1 &&
		env.block[env.used - 1] == '\0' && env.used < env.size,
	    "its NUL, and room for the block's");
	if (removed > 0)
		REACHED("replaced");
	else if (same < count)
		REACHED("beside another");
	else
		REACHED("new");
}
