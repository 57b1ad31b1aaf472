/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: add_options
 * property: letters' bits, a speed; or the end of options
 * bound: word of 5 bytes
 * stub: env_add:add
 * cbmc: --unwind 7 --unwindset physmem_copy.0:23
 */
#include "args.h"

#define LENGTH 5
#define BEHIND 3
#define ROOM   (BEHIND + LENGTH + 17 + LENGTH + 2)

/* As howto_letter.c proves it: a letter has a bit, always the same, or none. */
uint32_t __CPROVER_uninterpreted_bit(char letter);

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static char word[LENGTH];
static uint32_t length; /* the word's */
static uint32_t speed;  /* the length of what follows its first S */
static uint32_t ghost;
static unsigned added; /* calls of add() */
static bool answer;

uint32_t
howto_of_letter(char letter)
{
	return __CPROVER_uninterpreted_bit(letter);
}

/*
 * As env_add.c proves it: the word becomes the last variable or does not fit.
 */
bool
add(struct env *env, uint32_t name)
{
	static const char text[] = "comconsole_speed=";
	const char *at = env->block + BEHIND;

	PROVE(env == &bsd.kenv && env->used == BEHIND, "the kenv");
	PROVE(name == 16 && env->length == 17 + speed, "comconsole_speed=");
	if (ghost < 17)
		PROVE(at[ghost] == text[ghost], "its name");
	else if (ghost < 17 + speed)
		PROVE(at[ghost] == word[length - speed + ghost - 17],
		    "the rest of the word");
	added++;
	env->length = 0;
	return answer;
}

void
proof(void)
{
	struct env *env = &bsd.kenv;
	uint32_t size = nondet_uint32_t(), i, before, bits = 0, end, bit;
	char memory[ROOM], odd = '\0';
	bool ok, none = true, last;

	length = nondet_uint32_t();
	ghost = nondet_uint32_t();
	answer = nondet_bool();
	before = bsd.howto = nondet_uint32_t();
	ASSUME(length >= 1 && length <= LENGTH);
	/* As put_word() leaves the arena. */
	ASSUME(size <= ROOM && BEHIND + length + 2 <= size);
	env->block = memory;
	env->size = size;
	env->used = BEHIND;
	env->length = length;
	env->gaps = false;
	memory[BEHIND] = '-';
	for (i = 0; i < LENGTH; i++)
		word[i] = memory[BEHIND + i];
	last = length == 2 && word[1] == '-';
	end = length; /* the letters go up to there */
	for (i = LENGTH; --i > 0;)
		if (i < length && word[i] == 'S')
			end = i;
	speed = end < length ? length - end - 1 : 0;
	for (i = 1; i < LENGTH; i++) {
		if (i >= end || last)
			continue;
		bit = __CPROVER_uninterpreted_bit(word[i]);
		bits |= bit;
		none = none && bit != 0;
		odd = bit == 0 ? word[i] : odd;
	}
	ok = add_options(&bsd);
	PROVE(bsd.operands == last, "-- is the last");
	PROVE(bsd.howto == (before | bits), "each letter's bit");
	PROVE((warning.code == PVH_OK) == none, "warned iff one has none");
	PROVE(none || NOTED(warning, PVH_ODD_OPTION, 0, (uint64_t)(odd & 0xff)),
	    "which one");
	if (end < length && BEHIND + length + 17 + speed + 2 > size) {
		PROVE(!ok && added == 0, "no room for a speed");
		REACHED("no room");
		return;
	}
	PROVE(env->length == 0, "the word is gone");
	PROVE(added == (end < length), "a speed iff there is an S");
	PROVE(ok == (added == 0 || answer), "if there is room");
	if (added > 0)
		REACHED("speed");
	else if (last)
		REACHED("--");
	else if (none)
		REACHED("letters");
	else
		REACHED("odd");
}
