/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line, by FreeBSD's rules (sys/kern/subr_boot.c): a word -letters
 * sets bits of howto; name=value sets a variable of the kenv, and name alone
 * sets it to 1; boot_name=value sets its bit too, unless the value is no.
 * Unlike FreeBSD's: the later of two words for one variable counts; quotes keep
 * blanks in a word; commas belong to values; after -- there are no options.
 */
#include "pvh.h"

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

/*
 * Copies the word at line, without its quotes, into the kenv as the word being
 * built. Returns where it ends in line, or NULL if it does not fit.
 */
static const char *
put_word(struct boot_view *view, const char *line)
{
	const char *end;
	char quote = '\0';

	for (;;) {
		end = run_end(line, quote);
		if (!env_put(&view->kenv, line, end - line))
			return NULL;
		if (quote == '\0' && *end != '\'' && *end != '"')
			return end;
		if (*end == '\0')
			break;
		quote = quote == '\0' ? *end : '\0';
		line = end + 1;
	}
	pvh_warn(view, PVH_ODD_QUOTE, line - 1 - view->cmdline, 0);
	return end;
}

/*
 * The word being built is -letters: each sets its bit, but what follows an S is
 * a speed. Or it is --, after which no word is an option.
 */
static bool
add_options(struct boot_view *view)
{
	static const char speed[] = "comconsole_speed=";
	struct env *env = &view->kenv;
	const char *word = env->block + env->used;
	uint32_t length = env->length, i, bit;

	view->operands = length == 2 && word[1] == '-';
	for (i = view->operands ? 2 : 1; i < length && word[i] != 'S'; i++) {
		bit = howto_of_letter(word[i]);
		if (bit == 0)
			pvh_warn(view, PVH_ODD_OPTION, 0, (uint8_t)word[i]);
		view->howto |= bit;
	}
	if (i < length &&
	    (!env_put(env, speed, sizeof(speed) - 1) ||
		!env_put(env, word + i + 1, length - i - 1)))
		return false;
	env_drop(env, length);
	return env->length == 0 || env_add(env, sizeof(speed) - 2);
}

/* Handles the word being built, which stands at line. */
static bool
add_word(struct boot_view *view, const char *line)
{
	struct env *env = &view->kenv;
	const char *word = env->block + env->used;
	uint32_t name, bit;
	bool no = false;

	if (env->length > 0 && word[0] == '-' && !view->operands)
		return add_options(view);
	name = env_name(env);
	if (name == 0) {
		pvh_warn(view, PVH_ODD_WORD, line - view->cmdline, 0);
		env_drop(env, env->length);
		return true;
	}
	if (name == env->length && !env_put(env, "=1", 2))
		return false;
	if (!env_add(env, name))
		return false;
	word = env->block + env->start[env->count - 1];
	bit = howto_of_variable(word, &no);
	view->howto_env = no ? view->howto_env & ~bit : view->howto_env | bit;
	return true;
}

/* The variables that the door sets; the command line may replace them. */
static bool
add_own(struct boot_view *view)
{
	static const char rsdp[] = "acpi.rsdp=0x0000000000000000";
	struct env *env = &view->kenv;
	uint64_t rest;
	char *digit;
	uint32_t n = 0;

	while (view->loader[n] != '\0')
		n++;
	if (!env_put(env, view->loader, n) ||
	    !env_add(env, sizeof("loader") - 1))
		return false;
	if (view->rsdp == 0)
		return true;
	if (!env_put(env, rsdp, sizeof(rsdp) - 1))
		return false;
	digit = env->block + env->used + env->length;
	for (rest = view->rsdp; rest != 0; rest >>= 4)
		*--digit = "0123456789abcdef"[rest & 15];
	return env_add(env, sizeof("acpi.rsdp") - 1);
}

bool
args_parse(struct boot_view *view)
{
	const char *line = view->cmdline, *start;

	view->howto = 0;
	view->howto_env = 0;
	view->operands = false;
	env_open(&view->kenv, &view->arena);
	if (!add_own(view))
		return pvh_defect(view, PVH_KENV_FULL, view->kenv.count, 0);
	while (line != NULL) {
		while (is_blank(*line))
			line++;
		if (*line == '\0')
			break;
		start = line;
		line = put_word(view, start);
		if (line == NULL || !add_word(view, start))
			return pvh_defect(
			    view, PVH_KENV_FULL, view->kenv.count, 0);
	}
	view->howto |= view->howto_env;
	env_close(&view->kenv, &view->arena);
	return true;
}
