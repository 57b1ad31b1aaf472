/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: close_gaps
 * property: removed ones go, all else stays in order
 * bound: 3 variables, block of 12 bytes
 * stub: env_add:add
 * cbmc: --unwind 13
 */
#define BOOT_VARIABLES 3
#include "prove.h"
#include "arch/pvh/freebsd/env.c"

#define SIZE 12

static struct env env;
static char now[SIZE], was[SIZE];
static uint32_t first[4], live, added; /* where each began; all, so far */
static bool removed[3];
static uint32_t count;

/* As physmem_copy.c proves it: all bytes, in ascending order. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint32_t i;

	for (i = 0; i < size; i++)
		to[i] = from[i];
}

/* env_add() calls it. */
uint32_t *
env_find(struct env *e, uint32_t name_length)
{
	PROVE(e == NULL && name_length > 0, "is not called");
	return NULL;
}

/* As env_add.c proves it: the word becomes a variable, for none is too many. */
bool
add(struct env *e, uint32_t name)
{
	uint32_t i;

	while (added < count && removed[added])
		added++;
	PROVE(e == &env && added < count, "one that stays");
	PROVE(added > 0 || (env.root == 0 && env.count == 0), "a new tree");
	PROVE(env.used == live, "behind the one before");
	PROVE(env.length == first[added + 1] - first[added] - 1, "all of it");
	for (i = 0; i < env.length; i++)
		PROVE(now[env.used + i] == was[first[added] + i], "its bytes");
	PROVE(name > 0 && name < env.length && now[env.used + name] == '=',
	    "its name");
	env.used += env.length;
	now[env.used++] = '\0';
	env.length = 0;
	live = env.used;
	env.count++;
	added++;
	return true;
}

void
proof(void)
{
	uint32_t i, k, at = 0, length = nondet_uint32_t(), stay = 0, n;
	uint32_t ghost = nondet_uint32_t();
	bool equals;

	for (i = 0; i < SIZE; i++)
		now[i] = nondet_char();
	count = nondet_uint32_t();
	ASSUME(count <= 3 && length <= SIZE);
	env.block = now;
	env.size = SIZE;
	/* Variables follow one another, and each ends with its only NUL. */
	for (i = 0; i < 3; i++) {
		first[i] = at;
		if (i >= count)
			continue;
		n = nondet_uint32_t();
		ASSUME(n > 0 && n < SIZE - 2 - at);
		removed[i] = now[at] == '=';
		stay += !removed[i];
		equals = false;
		for (k = 0; k < SIZE; k++) {
			if (k >= n)
				continue;
			ASSUME(now[at + k] != '\0');
			equals = equals || now[at + k] == '=';
		}
		ASSUME(equals);
		now[at + n] = '\0';
		at += n + 1;
	}
	first[3] = at;
	for (i = 3; i > count; i--)
		first[i] = at;
	ASSUME(length <= SIZE - 2 - at);
	for (i = 0; i < SIZE; i++)
		was[i] = now[i];
	env.used = at;
	env.length = length;
	env.count = stay;
	env.root = 1;
	env.gaps = true;
	live = added = 0;
	close_gaps(&env);
	while (added < count && removed[added])
		added++;
	PROVE(added == count && env.count == stay, "all that stay");
	PROVE(!env.gaps && env.used == live, "no gap is left");
	PROVE(env.length == length, "the word's length");
	if (ghost < length)
		PROVE(now[live + ghost] == was[at + ghost], "its bytes");
	if (stay == 0)
		REACHED("none");
	else if (stay < count)
		REACHED("some");
	else
		REACHED("all");
}
