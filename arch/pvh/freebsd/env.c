/* SPDX-License-Identifier: BSD-2-Clause */
/* The kenv, which is built in the free part of the arena. */
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
}

/* Two bytes stay free after the word: for its NUL and the block's own. */
bool
env_put(struct env *env, const char *bytes, uint32_t count)
{
	uint32_t at = env->used + env->length, room = env->size - at;

	if (room < 2 || count > room - 2)
		return false;
	physmem_copy(env->block + at, bytes, count);
	env->length += count;
	return true;
}

uint32_t
env_name(struct env *env)
{
	char *word = env->block + env->used, *name = word;

	word[env->length] = '='; /* where env_put() has left room */
	while (*name != '=')
		name++;
	return name - word;
}

void
env_drop(struct env *env, uint32_t length)
{
	char *word = env->block + env->used;
	uint32_t i;

	env->length -= length;
	for (i = 0; i < env->length; i++)
		word[i] = word[i + length];
}

static bool
equal(const char *a, const char *b, uint32_t length)
{
	while (length > 0 && *a == *b) {
		a++;
		b++;
		length--;
	}
	return length == 0;
}

/* Moves all that follows variable i down over it, the word included. */
static void
env_remove(struct env *env, uint32_t i)
{
	uint32_t to = env->start[i];
	uint32_t from = to, end = env->used + env->length;

	while (env->block[from++] != '\0')
		;
	env->used -= from - to;
	env->count--;
	for (; i < env->count; i++) {
		env->start[i] = env->start[i + 1] - (from - to);
		env->name_length[i] = env->name_length[i + 1];
	}
	while (from < end)
		env->block[to++] = env->block[from++];
}

/*
 * VMMs pass virtio_mmio.device= once for each disk. FreeBSD's kernel finds them
 * all: it keeps the first and renames the others (kern_environment.c, D36187).
 */
static bool
names_device(const char *name, uint32_t length)
{
	static const char end[] = ".device";
	const uint32_t n = sizeof(end) - 1;

	return length >= n && equal(name + length - n, end, n);
}

bool
env_add(struct env *env, uint32_t name_length)
{
	const char *name = env->block + env->used;
	uint32_t i = names_device(name, name_length) ? env->count : 0;

	while (i < env->count &&
	    (env->name_length[i] != name_length ||
		!equal(env->block + env->start[i], name, name_length)))
		i++;
	if (i < env->count)
		env_remove(env, i);
	if (env->count == BOOT_VARIABLES)
		return false;
	env->start[env->count] = env->used;
	env->name_length[env->count++] = name_length;
	env->used += env->length;
	env->block[env->used++] = '\0';
	env->length = 0;
	return true;
}

void
env_close(struct env *env, struct arena *arena)
{
	env->block[env->used] = '\0';
	arena->used += env->used + 1;
}
