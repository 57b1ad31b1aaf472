/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line, by FreeBSD's rules (sys/kern/subr_boot.c): a word -letters
 * sets bits of howto; name=value sets a variable of the kenv, and name alone
 * sets it to 1; boot_name=value sets its bit too, unless the value is no.
 * Unlike FreeBSD's: the later of two words for one variable counts; quotes keep
 * blanks in a word; commas belong to values; after -- there are no options.
 */
#include "kit.h"
#include "freebsd.h"

/* The variables that the kit sets; a loader's words may replace them. */
static bool
add_own(struct freebsd *bsd)
{
	static const char rsdp[] = "acpi.rsdp=0x0000000000000000";
	struct env *env = &bsd->kenv;
	uint64_t rest = bsd->view->rsdp;
	char *digit;

	if (!env_put(env, bsd->loader, length_of(bsd->loader)) ||
	    !env_add(env, sizeof("loader") - 1))
		return false;
	if (rest == 0)
		return true;
	if (!env_put(env, rsdp, sizeof(rsdp) - 1))
		return false;
	digit = env->block + env->used + env->length;
	for (; rest != 0; rest >>= 4)
		*--digit = "0123456789abcdef"[rest & 15];
	return env_add(env, sizeof("acpi.rsdp") - 1);
}

static bool
full(struct freebsd *bsd)
{
	return pvh_defect(bsd->view, PVH_KENV_FULL, bsd->kenv.count, 0);
}

bool
args_open(struct freebsd *bsd)
{
	bsd->howto = 0;
	bsd->howto_env = 0;
	bsd->operands = false;
	env_open(&bsd->kenv, &bsd->view->arena);
	if (add_own(bsd))
		return true;
	return full(bsd);
}

bool
args_set(struct freebsd *bsd, const char *name, const char *value)
{
	struct env *env = &bsd->kenv;
	uint32_t length = length_of(name);

	if (env_put(env, name, length) && env_put(env, "=", 1) &&
	    env_put(env, value, length_of(value)) && word_set(bsd, length))
		return true;
	return full(bsd);
}

bool
args_word(struct freebsd *bsd, const char *word, uint32_t at)
{
	if (env_put(&bsd->kenv, word, length_of(word)) && word_add(bsd, at))
		return true;
	return full(bsd);
}

void
args_close(struct freebsd *bsd)
{
	bsd->howto |= bsd->howto_env;
	env_close(&bsd->kenv, &bsd->view->arena);
}

bool
args_parse(struct freebsd *bsd)
{
	const char *line = bsd->view->cmdline, *start;

	if (!args_open(bsd))
		return false;
	while (line != NULL) {
		while (is_blank(*line))
			line++;
		if (*line == '\0')
			break;
		start = line;
		line = word_put(bsd, start);
		if (line == NULL || !word_add(bsd, start - bsd->view->cmdline))
			return full(bsd);
	}
	args_close(bsd);
	return true;
}
