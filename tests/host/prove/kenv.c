/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: kenv_next, text_bounded
 * property: the next NAME=VALUE, in the block, in order
 * bound: 8 bytes
 * sources: kern/text.c
 * cbmc: --unwind 10 --drop-unused-functions
 */
#include "prove.h"
#include "kern/kenv.c"

#define SIZE 8

void
proof(void)
{
	struct kenv kenv;
	struct kenv_entry e;
	size_t before, start, i;
	char block[SIZE];

	/*
	 * It ends where the object ends, so an access to one byte more is seen.
	 */
	ASSUME(kenv.size <= SIZE);
	kenv.block = block + (SIZE - kenv.size);
	before = e.next;
	if (!kenv_next(&kenv, &e)) {
		PROVE(e.next >= before, "goes on");
		REACHED("no more");
		return;
	}
	PROVE(e.next > before && e.next <= kenv.size + 1, "goes on");
	start = (size_t)(e.name.s - kenv.block);
	PROVE(start >= before && start + e.name.len < kenv.size, "in it");
	PROVE(e.value.s == e.name.s + e.name.len + 1, "VALUE is behind =");
	PROVE(start + e.name.len + e.value.len + 2 == e.next, "up to next");
	PROVE(kenv.block[start + e.name.len] == '=', "NAME=");
	for (i = start; i < e.next - 1; i++)
		PROVE(kenv.block[i] != '\0', "no NUL");
	for (i = start; i < start + e.name.len; i++)
		PROVE(kenv.block[i] != '=', "the first =");
	PROVE(e.next > kenv.size || kenv.block[e.next - 1] == '\0', "its end");
	REACHED("entry");
}
