/* SPDX-License-Identifier: BSD-2-Clause */
/* One word of a command line; args.c has the rules. */
#include "kit.h"
#include "freebsd.h"

/* The next quote or blank in s, or its end; inside quotes the closing one. */
static const char *
run_end(const char *s, char quote)
{
	for (;; s++) {
		/* NUL, blanks and quotes are at most '\''. */
		while ((unsigned char)*s > '\'')
			s++;
		if (*s == '\0' || *s == quote)
			return s;
		if (quote == '\0' && (*s == '\'' || *s == '"' || is_blank(*s)))
			return s;
	}
}

const char *
word_put(struct freebsd *bsd, const char *line)
{
	const char *end;
	char quote = '\0';

	for (;;) {
		end = run_end(line, quote);
		if (!env_put(&bsd->kenv, line, end - line))
			return NULL;
		if (quote == '\0' && *end != '\'' && *end != '"')
			return end;
		if (*end == '\0')
			break;
		quote = quote == '\0' ? *end : '\0';
		line = end + 1;
	}
	pvh_warn(bsd->view, PVH_ODD_QUOTE, line - 1 - bsd->view->cmdline, 0);
	return end;
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
	if (i < length &&
	    (!env_put(env, speed, sizeof(speed) - 1) ||
		!env_put(env, word + i + 1, length - i - 1)))
		return false;
	env_drop(env, length);
	return env->length == 0 || env_add(env, sizeof(speed) - 2);
}

bool
word_set(struct freebsd *bsd, uint32_t name)
{
	struct env *env = &bsd->kenv;
	bool no = false;
	uint32_t bit;

	if (!env_add(env, name))
		return false;
	bit = howto_of_variable(env->block + env->start[env->count - 1], &no);
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
