/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: args_set, args_word
 * property: all bytes get into the word; FULL if not
 * bound: name, value of 4 bytes
 * stub: word_set:set word_add:add
 * cbmc: --unwind 8
 */
#include "args.h"

#define LENGTH 4
#define BEHIND 3
#define ROOM   (BEHIND + 2 * LENGTH + 1 + 2)

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static char name[LENGTH + 1], value[LENGTH + 1], memory[ROOM];
static uint32_t name_length, value_length, place, ghost;
static unsigned calls; /* of set() and of add() */
static bool answer;

/* As args_word.c proves it. */
bool
set(struct freebsd *b, uint32_t length)
{
	const char *word = memory + BEHIND;

	PROVE(b == &bsd && length == name_length, "the name's length");
	PROVE(bsd.kenv.length == name_length + 1 + value_length, "the word");
	if (ghost < name_length)
		PROVE(word[ghost] == name[ghost], "the name");
	else if (ghost == name_length)
		PROVE(word[ghost] == '=', "=");
	else if (ghost < bsd.kenv.length)
		PROVE(word[ghost] == value[ghost - name_length - 1], "value");
	calls++;
	return answer;
}

/* As args_word.c proves it, too. */
bool
add(struct freebsd *b, uint32_t at)
{
	PROVE(b == &bsd && at == place, "where it stands");
	PROVE(bsd.kenv.length == value_length, "the word");
	if (ghost < value_length)
		PROVE(memory[BEHIND + ghost] == value[ghost], "its bytes");
	calls++;
	return answer;
}

static void
prove_end(bool ok, uint32_t length)
{
	bool room = BEHIND + length + 2 <= bsd.kenv.size;

	PROVE(calls == room, "if there is room");
	PROVE(ok == (room && answer), "and the rest fits");
	PROVE(ok || NOTED(defect, PVH_KENV_FULL, bsd.kenv.count, 0), "FULL");
	if (ok)
		REACHED("put");
	else
		REACHED("full");
}

void
proof(void)
{
	char any_name[LENGTH], any_value[LENGTH];
	uint32_t i;

	for (i = 0; i < LENGTH; i++) {
		name[i] = any_name[i];
		value[i] = any_value[i];
	}
	while (name[name_length] != '\0')
		name_length++;
	while (value[value_length] != '\0')
		value_length++;
	answer = nondet_bool();
	ghost = nondet_uint32_t();
	place = nondet_uint32_t();
	bsd.kenv.count = nondet_uint32_t();
	bsd.kenv.size = nondet_uint32_t();
	bsd.kenv.gaps = false;
	ASSUME(bsd.kenv.size >= BEHIND + 2 && bsd.kenv.size <= ROOM);
	bsd.kenv.block = memory;
	bsd.kenv.used = BEHIND;
	if (nondet_bool())
		prove_end(args_set(&bsd, name, value),
		    name_length + 1 + value_length);
	else
		prove_end(args_word(&bsd, value, place), value_length);
}
