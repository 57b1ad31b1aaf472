/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds a variable by its name, in time that grows with the name alone. Names
 * are leaves of a tree that branches by nibbles, the low one of each byte
 * first. A fork says by which nibble all names below it differ; up to there
 * they are alike. The "=" is part of a name, so none begins with another.
 *
 * Variable i is a leaf, LEAF(i). If there was another name when it came, and it
 * needed a fork, that is FORK(i), somewhere above it.
 */
#include "freebsd.h"

#define LEAF(i) ((i) + 1)
#define FORK(i) ((i) + 1 + BOOT_VARIABLES)

static uint32_t
nibble(const char *name, uint32_t at)
{
	return name[at / 2] >> at % 2 * 4 & 15;
}

/*
 * VMMs pass virtio_mmio.device= once for each disk. FreeBSD's kernel finds them
 * all: it keeps the first and renames the others (kern_environment.c, D36187).
 */
static bool
names_device(const char *name, uint32_t length)
{
	static const char end[] = ".device=";
	const uint32_t n = sizeof(end) - 1;

	return length + 1 >= n &&
	    ((const struct word *)(name + length + 1 - n))->bytes ==
	    ((const struct word *)end)->bytes;
}

/*
 * The first nibble in which two names differ, which are alike up to at; not
 * before end if they are alike up to there.
 */
static uint32_t
difference(const char *name, const char *other, uint32_t at, uint32_t end)
{
	uint64_t bits;

	for (at -= at % 16; at < end; at += 16) {
		bits = ((const struct word *)(name + at / 2))->bytes ^
		    ((const struct word *)(other + at / 2))->bytes;
		if (bits != 0)
			return at + __builtin_ctzll(bits) / 4;
	}
	return end;
}

uint32_t *
env_find(struct env *env, uint32_t length)
{
	struct env_name *mine = &env->name[env->count], *n;
	const char *name = env->block + env->used, *other = name;
	uint16_t *way = &env->root, none = 0;
	uint32_t fork = 0, end;

	if (names_device(name, length))
		way = &none;
	while (*way != 0) {
		n = &env->name[(*way - 1) % BOOT_VARIABLES];
		other = env->block + n->start;
		end = *way < FORK(0) ? 2 * (length + 1) : n->fork;
		fork = difference(name, other, fork, end);
		if (fork < end)
			break;
		if (*way < FORK(0))
			return &n->start;
		fork = end;
		way = &n->way[nibble(name, end)];
	}
	if (env->count == BOOT_VARIABLES)
		return NULL;
	if (*way != 0) {
		*mine = (struct env_name){ .fork = fork };
		mine->way[nibble(other, fork)] = *way;
		*way = FORK(env->count);
		way = &mine->way[nibble(name, fork)];
	}
	*way = LEAF(env->count++);
	mine->start = env->used;
	return &mine->start;
}
