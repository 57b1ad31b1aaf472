/* SPDX-License-Identifier: BSD-2-Clause */
/* Any block of up to three variables, some of them removed, and a word. */
#include "env.h"

#define SIZE 12

static struct env env;
static char now[SIZE], was[SIZE];
static uint32_t first[4]; /* where each began, and all end */
static uint32_t count;    /* of them, and how many are in the tree */
static bool removed[3];

/* Variables follow one another, and each ends with its only NUL. */
static uint32_t
variables(void)
{
	uint32_t i, k, n, at = 0, stay = 0;
	bool equals;

	for (i = 0; i < SIZE; i++)
		was[i] = now[i] = nondet_char();
	count = nondet_uint32_t();
	ASSUME(count <= 3);
	for (i = 0; i < 3; i++) {
		first[i] = at;
		if (i >= count)
			continue;
		n = nondet_uint32_t();
		ASSUME(n > 0 && n < SIZE - 2 - at);
		removed[i] = now[at] == '=';
		stay += !removed[i];
		equals = false;
		for (k = 0; k < SIZE; k++) {
			if (k >= n)
				continue;
			ASSUME(now[at + k] != '\0');
			equals = equals || now[at + k] == '=';
		}
		ASSUME(equals);
		ASSUME(now[at + n] == '\0');
		at += n + 1;
	}
	first[3] = at;
	env.block = now;
	env.size = SIZE;
	env.used = at;
	env.length = nondet_uint32_t();
	ASSUME(env.length <= SIZE - 2 - at);
	env.count = count;
	env.root = 1;
	env.gaps = true;
	return stay;
}
