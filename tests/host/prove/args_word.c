/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: word_add, word_set
 * property: an option; a variable and its bit; or warned
 * bound: word of 5 bytes
 * stub: add_options:options env_add:add
 * cbmc: --unwind 7
 */
#include "args.h"

#define LENGTH 5
#define BEHIND 3
#define ROOM   (BEHIND + LENGTH + 2 + 2)

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static char memory[ROOM], word[LENGTH];
static uint32_t length; /* the word's */
static uint32_t name;   /* the length of what is before its first "=" */
static uint32_t ghost, bit;
static unsigned as_option, as_variable; /* calls */
static bool answer, no;

/* As args_options.c proves it. */
bool
options(struct freebsd *b)
{
	PROVE(b == &bsd && bsd.kenv.length == length, "the word");
	as_option++;
	return answer;
}

/*
 * As env_add.c proves it: the word becomes the last variable or does not fit.
 */
bool
add(struct env *env, uint32_t name_length)
{
	const char *at = env->block + env->used;

	PROVE(env == &bsd.kenv && name_length == name, "its name");
	PROVE(env->length == length + (name == length ? 2 : 0), "the word");
	if (ghost < length)
		PROVE(at[ghost] == word[ghost], "its bytes");
	PROVE(name < length || (at[length] == '=' && at[length + 1] == '1'),
	    "or with =1");
	as_variable++;
	if (!answer)
		return false;
	env->length = 0;
	return true;
}

/* As howto_variable.c proves it: any bit, or none. */
uint32_t
howto_of_variable(const char *at, bool *is_no)
{
	PROVE(as_variable == 1 && at == memory + BEHIND, "the variable");
	*is_no = no;
	return bit;
}

void
proof(void)
{
	struct env *env = &bsd.kenv;
	uint32_t size = nondet_uint32_t(), at = nondet_uint32_t(), i, before;
	char any[LENGTH];
	bool ok, option;

	length = nondet_uint32_t();
	ghost = nondet_uint32_t();
	bit = nondet_uint32_t();
	answer = nondet_bool();
	no = nondet_bool();
	before = bsd.howto_env = nondet_uint32_t();
	bsd.operands = nondet_bool();
	ASSUME(length <= LENGTH);
	/* As put_word() leaves the arena. */
	ASSUME(size <= ROOM && BEHIND + length + 2 <= size);
	env->block = memory;
	env->size = size;
	env->used = BEHIND;
	env->length = length;
	env->gaps = false;
	name = length;
	for (i = 0; i < LENGTH; i++) {
		word[i] = memory[BEHIND + i] = any[i];
		if (i < name && any[i] == '=')
			name = i;
	}
	option = length > 0 && word[0] == '-' && !bsd.operands;
	ok = word_add(&bsd, at);
	PROVE(as_option == option, "an option, up to --");
	if (option) {
		PROVE(ok == answer && as_variable == 0, "nothing else");
		REACHED("option");
		return;
	}
	PROVE((warning.code != PVH_OK) == (name == 0), "warned iff no name");
	if (name == 0) {
		PROVE(NOTED(warning, PVH_ODD_WORD, at, 0), "where it is");
		PROVE(ok && env->length == 0 && as_variable == 0, "no more");
		PROVE(bsd.howto_env == before, "no bit");
		REACHED("no name");
		return;
	}
	if (name == length && BEHIND + length + 4 > size) {
		PROVE(!ok && as_variable == 0, "no room for =1");
		REACHED("no room");
		return;
	}
	PROVE(as_variable == 1 && ok == answer, "a variable, if there is room");
	if (!ok) {
		PROVE(bsd.howto_env == before, "no bit");
		REACHED("full");
	} else if (no) {
		PROVE(bsd.howto_env == (before & ~bit), "taken back");
		REACHED("no");
	} else {
		PROVE(bsd.howto_env == (before | bit), "set");
		if (word[0] == '-')
			REACHED("behind --");
		else
			REACHED("set");
	}
}
