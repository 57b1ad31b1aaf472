/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_name, env_drop
 * property: the first "="; the rest moves down
 * bound: block of 12 bytes
 * cbmc: --unwind 13
 */
#define BOOT_VARIABLES 4
#include "prove.h"
#include "env.h"

#define SIZE 12

void
proof(void)
{
	char block[SIZE], kept;
	struct env env;
	const char *word;
	uint32_t ghost = nondet_uint32_t(); /* any byte of the block */
	uint32_t name, length, gone = nondet_uint32_t();

	env.block = block;
	env.size = SIZE;
	length = env.length;
	ASSUME(env.used <= SIZE - 2 && length <= SIZE - 2 - env.used);
	ASSUME(ghost < env.used + length);
	word = block + env.used;
	kept = block[ghost];
	if (nondet_bool()) {
		name = env_name(&env);
		PROVE(name <= length, "in the word");
		PROVE(name == length || word[name] == '=', "an equals sign");
		PROVE(
		    ghost < env.used || ghost >= env.used + name || kept != '=',
		    "the first one");
		PROVE(
		    block[ghost] == kept && env.length == length, "as it was");
		if (name < length)
			REACHED("name=");
		else
			REACHED("name");
		return;
	}
	ASSUME(gone <= length);
	env_drop(&env, gone);
	PROVE(env.length == length - gone, "shorter");
	if (ghost < env.used) {
		PROVE(block[ghost] == kept, "no variable");
		REACHED("variables");
	} else if (ghost >= env.used + gone) {
		PROVE(block[ghost - gone] == kept, "the rest moves down");
		REACHED("rest");
	}
}
