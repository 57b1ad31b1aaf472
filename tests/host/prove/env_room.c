/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: make_room
 * property: a new tree, of all variables that stay
 * bound: 3 variables, block of 12 bytes
 * stub: close_gaps:close env_add:add
 * cbmc: --unwind 13
 */
#define BOOT_VARIABLES 3
#include "prove.h"
#include "gaps.h"

static uint32_t added, length;
static bool closed;

/* As env_gaps.c proves it: what is removed goes. */
void
close(struct env *e)
{
	PROVE(e == &env && env.gaps && !closed, "once");
	closed = true;
	env.gaps = false;
	ASSUME(count == 0 || !removed[0]);
	ASSUME(count <= 1 || !removed[1]);
	ASSUME(count <= 2 || !removed[2]);
}

/* As env_add.c proves it: the word becomes a variable, for none is too many. */
bool
add(struct env *e, uint32_t name)
{
	uint32_t i;

	PROVE(e == &env && closed && added < count, "one that stays");
	PROVE(added > 0 || (env.root == 0 && env.count == 0), "a new tree");
	PROVE(env.used == first[added], "behind the one before");
	PROVE(env.length == first[added + 1] - first[added] - 1, "all of it");
	PROVE(name > 0 && name < env.length && now[env.used + name] == '=',
	    "its name");
	for (i = 0; i < name; i++)
		PROVE(now[env.used + i] != '=', "all of its name");
	env.used += env.length;
	now[env.used++] = '\0';
	env.length = 0;
	env.count++;
	added++;
	return true;
}

void
proof(void)
{
	uint32_t ghost = nondet_uint32_t();

	variables();
	length = env.length;
	ASSUME(ghost < SIZE);
	make_room(&env);
	PROVE(closed && added == count && env.count == count, "all");
	PROVE(env.used == first[count], "to the word");
	PROVE(env.length == length, "the word's length");
	PROVE(now[ghost] == was[ghost], "all bytes are as they were");
	if (count == 0)
		REACHED("none");
	else
		REACHED("some");
}
