/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: word_put
 * property: a word arrives, its quotes off; warned iff open
 * bound: line of 5 bytes
 * stub: put_plain:plain
 * cbmc: --unwind 7
 */
#include "args.h"

#define LENGTH 5
#define ROOM   (LENGTH + 4)

/* As args_plain.c proves it: some or all of the plain bytes. */
const char *
plain(struct env *env, const char *line)
{
	uint32_t at = env->used + env->length;

	while ((*line & 0xff) > '\'' && env->size - at > 2 && nondet_bool()) {
		env->block[at++] = *line++;
		env->length++;
	}
	return line;
}

void
proof(void)
{
	char line[LENGTH + 1], memory[ROOM], word[LENGTH + 1], c, quote = '\0';
	struct boot_view view;
	struct freebsd bsd;
	struct env *env = &bsd.kenv;
	uint32_t start = nondet_uint32_t(), ghost = nondet_uint32_t();
	uint32_t i, open = 0, length = 0;
	const char *end;

	line[LENGTH] = '\0';
	ASSUME(start <= LENGTH);
	/* RULES, a byte at a time. */
	for (i = start; (c = line[i]) != '\0'; i++) {
		if (quote == '\0' && is_blank(c))
			break;
		if (quote == '\0' && (c == '\'' || c == '"')) {
			quote = c;
			open = i;
		} else if (quote != '\0' && c == quote) {
			quote = '\0';
		} else {
			word[length++] = c;
		}
	}

	/* The block ends where the memory ends. */
	ASSUME(env->size >= 2 && env->size <= ROOM);
	ASSUME(env->used <= env->size - 2 && env->length == 0);
	env->gaps = false;
	env->block = memory + ROOM - env->size;
	view.cmdline = line;
	bsd.view = &view;
	warning.code = PVH_OK;
	end = word_put(&bsd, line + start);
	PROVE((end != NULL) == (length + 2 <= env->size - env->used),
	    "if there is room");
	PROVE(env->used <= env->size - 2, "no variable");
	if (end == NULL) {
		PROVE(warning.code == PVH_OK, "no warning");
		REACHED("no room");
		return;
	}
	PROVE(end - line == i, "up to its end");
	PROVE(env->length == length, "without its quotes");
	if (ghost < length) {
		PROVE(
		    env->block[env->used + ghost] == word[ghost], "its bytes");
		REACHED("byte");
	}
	if (quote != '\0') {
		PROVE(NOTED(warning, PVH_ODD_QUOTE, open, 0), "which quote");
		REACHED("open");
	} else {
		PROVE(warning.code == PVH_OK, "no warning");
		REACHED("closed");
	}
}
