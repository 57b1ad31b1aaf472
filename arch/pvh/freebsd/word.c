/* SPDX-License-Identifier: BSD-2-Clause */
/* One word of a command line; args.c has the rules. */
#include "kit.h"
#include "freebsd.h"

/* The lowest bit set is in the lowest byte that is not above '\''. */
static uint64_t
end_bits(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101ull;

	return ~((bytes & ones * 0x7f) + ones * (0x7f - '\'')) & ~bytes &
	    ones << 7;
}

/*
 * Puts what is plain, and above '\'' as no NUL, blank or quote is, as long as
 * there is room for 8 bytes; the rest is left to word_put(). Returns where it
 * ends in line.
 */
static const char *
put_plain(struct env *env, const char *line)
{
	struct word word;
	uint64_t ends = 0;
	uint32_t n, at = env->used + env->length;

	while (ends == 0 && env->size - at >= sizeof(word) + 2) {
		word = *(const struct word *)line;
		*(struct word *)(env->block + at) = word;
		ends = end_bits(word.bytes);
		n = sizeof(word);
		if (ends != 0)
			n = __builtin_ctzll(ends) / 8;
		line += n;
		at += n;
	}
	env->length = at - env->used;
	return line;
}

const char *
word_put(struct freebsd *bsd, const char *line)
{
	struct env *env = &bsd->kenv;
	const char *open = NULL; /* the quote */

	for (;; line++) {
		line = put_plain(env, line);
		if (*line == '\0' || (open == NULL && is_blank(*line)))
			break;
		if (open != NULL && *line == *open)
			open = NULL;
		else if (open == NULL && (*line == '\'' || *line == '"'))
			open = line;
		else if (env_room(env, 1))
			env->block[env->used + env->length++] = *line;
		else
			return NULL;
	}
	if (open != NULL)
		pvh_warn(
		    bsd->view, PVH_ODD_QUOTE, open - bsd->view->cmdline, 0);
	return line;
}

/*
 * The word being built is -letters: each sets its bit, but what follows an S is
 * a speed. Or it is --, after which no word is an option.
 */
static bool
add_options(struct freebsd *bsd)
{
	static const char speed[] = "comconsole_speed=";
	struct env *env = &bsd->kenv;
	const char *word = env->block + env->used;
	uint32_t length = env->length, i, bit;

	bsd->operands = length == 2 && word[1] == '-';
	for (i = bsd->operands ? 2 : 1; i < length && word[i] != 'S'; i++) {
		bit = howto_of_letter(word[i]);
		if (bit == 0)
			pvh_warn(
			    bsd->view, PVH_ODD_OPTION, 0, (uint8_t)word[i]);
		bsd->howto |= bit;
	}
	/* With room for all of it, the word stays where it is. */
	if (i < length &&
	    (!env_room(env, sizeof(speed) - 1 + length - i - 1) ||
		!env_put(env, speed, sizeof(speed) - 1) ||
		!env_put(env, env->block + env->used + i + 1, length - i - 1)))
		return false;
	env_drop(env, length);
	return env->length == 0 || env_add(env, sizeof(speed) - 2);
}

bool
word_set(struct freebsd *bsd, uint32_t name)
{
	const char *word = bsd->kenv.block + bsd->kenv.used;
	bool no = false;
	uint32_t bit;

	if (!env_add(&bsd->kenv, name))
		return false;
	bit = howto_of_variable(word, &no);
	bsd->howto_env = no ? bsd->howto_env & ~bit : bsd->howto_env | bit;
	return true;
}

bool
word_add(struct freebsd *bsd, uint32_t at)
{
	struct env *env = &bsd->kenv;
	const char *word = env->block + env->used;
	uint32_t name;

	if (env->length > 0 && word[0] == '-' && !bsd->operands)
		return add_options(bsd);
	name = env_name(env);
	if (name == 0) {
		pvh_warn(bsd->view, PVH_ODD_WORD, at, 0);
		env_drop(env, env->length);
		return true;
	}
	if (name == env->length && !env_put(env, "=1", 2))
		return false;
	return word_set(bsd, name);
}
