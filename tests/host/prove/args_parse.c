/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: args_parse, args_open, args_close
 * property: each byte of the line is a word's or a blank
 * bound: line of 10 bytes
 * stub: word_put:put word_add:add add_own:own
 * cbmc: --unwind 12
 */
#include "args.h"

#define LENGTH 10
#define ARENA  16

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static char line[LENGTH + 1];
static const char *word, *stop; /* the last word, and where it ends */
static uint32_t ghost;          /* any byte of the line */
static uint32_t behind;         /* where the words so far end */
static bool own_is, failed, in_word, operands;
static uint32_t bits;

static void
any_kenv(void)
{
	bsd.kenv.used = nondet_uint32_t();
	bsd.kenv.count = nondet_uint32_t();
	bsd.kenv.length = 0;
	ASSUME(bsd.kenv.used < bsd.kenv.size);
	failed = nondet_bool();
}

/* As args_own.c proves it. */
bool
own(struct freebsd *b)
{
	PROVE(b == &bsd && !own_is && bsd.howto == 0 && bsd.howto_env == 0 &&
		!bsd.operands,
	    "once, at the start");
	PROVE(bsd.kenv.used == 0 && bsd.kenv.count == 0, "empty");
	own_is = true;
	any_kenv();
	return !failed;
}

/*
 * As args_quotes.c proves it: goes to the end of the word or of the line; NULL
 * if there is no room.
 */
const char *
put(struct freebsd *b, const char *from)
{
	uint32_t end = nondet_uint32_t(), start = (uint32_t)(from - line), i;

	PROVE(b == &bsd && own_is && !failed && word == NULL, "a word");
	PROVE(start < LENGTH && line[start] != '\0', "not at the end");
	PROVE(!is_blank(line[start]), "no blank");
	PROVE(start >= behind, "the next one");
	failed = nondet_bool();
	if (failed)
		return NULL;
	ASSUME(end > start && end <= LENGTH);
	behind = end;
	ASSUME(line[end] == '\0' || is_blank(line[end]));
	for (i = start; i < LENGTH; i++)
		ASSUME(i >= end || line[i] != '\0');
	in_word = in_word || (ghost >= start && ghost < end);
	word = from;
	stop = line + end;
	return stop;
}

/*
 * As args_word.c proves it: any word, also --, after which no word is an
 * option.
 */
bool
add(struct freebsd *b, uint32_t at)
{
	PROVE(b == &bsd && word != NULL && at == word - line, "that word");
	word = NULL;
	any_kenv();
	bits |= bsd.howto = bsd.howto | nondet_uint32_t();
	bsd.howto_env = nondet_uint32_t();
	PROVE(bsd.operands == operands, "what a word has said stays");
	bsd.operands = operands = nondet_bool();
	return !failed;
}

void
proof(void)
{
	char memory[ARENA], any[LENGTH + 1];
	uint32_t i, used, env;
	bool ok, none = nondet_bool(), ended = false;

	ghost = nondet_uint32_t();
	ASSUME(ghost < LENGTH);
	for (i = 0; i < LENGTH; i++)
		line[i] = any[i];
	for (i = 0; i <= ghost; i++)
		ended = ended || line[i] == '\0';
	view.arena.size = nondet_uint32_t();
	used = view.arena.used = nondet_uint32_t();
	ASSUME(view.arena.size <= ARENA && used < view.arena.size);
	view.arena.base = memory + ARENA - view.arena.size;
	view.cmdline = none ? NULL : line;
	bsd.operands = nondet_bool();

	ok = args_parse(&bsd);
	PROVE(own_is, "the door's own come first");
	PROVE(ok == !failed, "if there is room");
	if (!ok) {
		PROVE(NOTED(defect, PVH_KENV_FULL, bsd.kenv.count, 0), "FULL");
		PROVE(view.arena.used == used, "nothing is taken");
		REACHED("full");
		return;
	}
	PROVE(word == NULL, "what is put is added");
	env = bsd.kenv.used + 1;
	PROVE(
	    view.arena.used == used + env && view.arena.used <= view.arena.size,
	    "the kenv is taken");
	PROVE(view.arena.base[view.arena.used - 1] == '\0', "its end");
	PROVE(bsd.howto == (bits | bsd.howto_env), "options or variables");
	if (none) {
		PROVE(!in_word && bits == 0, "no words");
		REACHED("no line");
	} else if (!ended) {
		PROVE(in_word || is_blank(line[ghost]), "no byte is lost");
		if (in_word)
			REACHED("in a word");
		else
			REACHED("between words");
	} else {
		PROVE(!in_word, "nothing behind the line");
		REACHED("behind the line");
	}
}
