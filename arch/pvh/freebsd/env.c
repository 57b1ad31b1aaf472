/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kenv, which is built in the free part of the arena. Variables follow one
 * another in the block; what was removed begins with "=", as no variable does,
 * and stays until its room is needed or the block ends.
 */
#include "freebsd.h"

void
env_open(struct env *env, struct arena *arena)
{
	env->block = arena->base + arena->used;
	env->paddr = arena->paddr + arena->used;
	env->size = arena->size - arena->used;
	env->used = 0;
	env->length = 0;
	env->count = 0;
	env->root = 0;
	env->gaps = false;
}

/* Moves what follows a removed variable down to where that began. */
static void
close_gaps(struct env *env)
{
	const char *from = env->block, *word = from + env->used;
	uint32_t size;

	env->used = 0;
	env->gaps = false;
	for (; from < word; from += size) {
		size = length_of(from) + 1;
		if (*from == '=')
			continue;
		physmem_copy(env->block + env->used, from, size);
		env->used += size;
	}
	physmem_copy(env->block + env->used, word, env->length);
}

/* The same, after which variables can be found by their names, as before. */
static void
make_room(struct env *env)
{
	uint32_t length = env->length, end;

	close_gaps(env);
	end = env->used;
	env->used = 0;
	env->count = 0;
	env->root = 0;
	while (env->used < end) {
		env->length = length_of(env->block + env->used);
		env_add(env, env_name(env));
	}
	env->length = length;
}

/* Two bytes stay free after the word: for its NUL and the block's own. */
static bool
fits(const struct env *env, uint32_t count)
{
	uint32_t room = env->size - env->used - env->length;

	return room >= 2 && count <= room - 2;
}

bool
env_room(struct env *env, uint32_t count)
{
	if (env->gaps && !fits(env, count))
		make_room(env);
	return fits(env, count);
}

bool
env_put(struct env *env, const char *bytes, uint32_t count)
{
	if (!env_room(env, count))
		return false;
	physmem_copy(env->block + env->used + env->length, bytes, count);
	env->length += count;
	return true;
}

uint32_t
env_name(struct env *env)
{
	char *word = env->block + env->used, *name = word;

	word[env->length] = '='; /* where env_room() has left room */
	while (*name != '=')
		name++;
	return name - word;
}

void
env_drop(struct env *env, uint32_t length)
{
	char *word = env->block + env->used;

	env->length -= length;
	physmem_copy(word, word + length, env->length);
}

bool
env_add(struct env *env, uint32_t name_length)
{
	uint32_t *start = env_find(env, name_length);

	if (start == NULL)
		return false;
	if (*start != env->used) {
		env->block[*start] = '=';
		env->gaps = true;
	}
	*start = env->used;
	env->used += env->length;
	env->block[env->used++] = '\0';
	env->length = 0;
	return true;
}

void
env_close(struct env *env, struct arena *arena)
{
	if (env->gaps)
		close_gaps(env);
	env->block[env->used] = '\0';
	arena->used += env->used + 1;
}
