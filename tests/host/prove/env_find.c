/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: env_find, nibble
 * property: the one of the name; a new one iff there is none
 * bound: 4 words, names of 2 bytes
 * stub: names_device:device_of difference:differ
 * cbmc: --unwind 7
 */
#define BOOT_VARIABLES 3
#define BOOT_MODULES   1
#define MEMMAP_STEPS   1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/env_tree.c"

#define WORDS 4
#define SIZE  3 /* of a word: its name and "=" */

static struct env env;
static bool device;

/* As env_device.c proves it: a word may name a device or not. */
bool
device_of(const char *word, uint32_t length)
{
	PROVE(word == env.block + env.used && length <= 2, "the word's");
	return device;
}

/* As env_difference.c proves it. */
uint32_t
differ(const char *name, const char *other, uint32_t at, uint32_t end)
{
	uint32_t i, d = nondet_uint32_t();
	char bits[SIZE]; /* in which the two differ */
	bool differs;

	PROVE(name == env.block + env.used, "the word");
	PROVE(other >= env.block && other < name, "one before it");
	ASSUME(d >= at);
	for (i = 0; i < SIZE; i++)
		bits[i] = name[i] ^ other[i];
	for (i = 0; i < 2 * SIZE; i++) {
		differs = (bits[i / 2] >> i % 2 * 4 & 15) != 0;
		if (i < at && i < end)
			PROVE(!differs, "alike");
		else if (i < end && i <= d)
			ASSUME(differs == (i == d));
	}
	PROVE(end <= 2 * SIZE, "in the word");
	return d;
}

static bool
same(const char *a, const char *b, uint32_t length)
{
	uint32_t i;
	bool is = true;

	for (i = 0; i < 2; i++)
		is = is && (i >= length || a[i] == b[i]);
	return is;
}

void
proof(void)
{
	char block[WORDS * SIZE];
	uint32_t length[WORDS], i, k, at = 0, count = 0, *start;
	bool hidden[WORDS], found = false; /* not in the tree, or replaced */

	env.block = block;
	env.size = WORDS * SIZE;
	env.root = 0;
	env.count = 0;
	for (i = 0; i < WORDS; i++) {
		length[i] = nondet_bool() ? 1 : 2;
		block[i * SIZE + length[i]] = '=';
		for (k = 0; k < 2; k++)
			ASSUME(k >= length[i] || block[i * SIZE + k] != '=');
	}
	for (i = 0; i < WORDS; i++) {
		env.used = i * SIZE;
		device = hidden[i] = nondet_bool();
		found = false;
		for (k = 0; k < i; k++)
			if (!device && !hidden[k] && length[k] == length[i] &&
			    same(block + k * SIZE, block + i * SIZE,
				length[i])) {
				found = true;
				at = k;
			}
		start = env_find(&env, length[i]);
		if (start == NULL) {
			PROVE(!found && count == BOOT_VARIABLES, "too many");
			PROVE(env.count == count, "no more");
			REACHED("full");
			return;
		}
		if (found) {
			PROVE(*start == at * SIZE, "the one of its name");
			PROVE(env.count == count, "as many as before");
			hidden[at] = true;
		} else {
			PROVE(*start == env.used, "a new one");
			PROVE(env.count == ++count, "one more");
		}
		*start = env.used; /* as env_add() does */
	}
	if (found)
		REACHED("found");
	else
		REACHED("new");
}
