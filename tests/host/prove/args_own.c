/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: add_own
 * property: the loader's variable, then acpi.rsdp
 * bound: loader's of 10 bytes
 * stub: env_add:add
 * cbmc: --unwind 12 --unwindset physmem_copy.0:30,add_own.0:18
 */
#include "args.h"

#define LENGTH 10
#define BEHIND 3
#define ROOM   (BEHIND + 28 + 4)

static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static uint32_t ghost, words; /* any byte; the words that became variables */
static bool failed;

/* One of the RSDP's 16 digits; 0 is the first. */
static char
digit(uint32_t at)
{
	uint32_t value = view.rsdp >> 4 * (15 - at) & 15;

	return (char)(value < 10 ? '0' + value : 'a' + value - 10);
}

/* As env_add.c proves it. */
bool
add(struct env *env, uint32_t name)
{
	static const char rsdp[] = "acpi.rsdp=0x";
	const char *word = env->block + env->used;

	PROVE(env == &bsd.kenv && !failed, "the kenv");
	if (words++ == 0) {
		PROVE(name == 6, "loader");
		PROVE(bsd.loader[env->length] == '\0', "up to its NUL");
		if (ghost < env->length)
			PROVE(word[ghost] == bsd.loader[ghost] &&
				word[ghost] != '\0',
			    "its bytes");
	} else {
		PROVE(words == 2 && view.rsdp != 0 && name == 9, "acpi.rsdp");
		PROVE(env->length == 28, "of 16 digits");
		if (ghost < 12)
			PROVE(word[ghost] == rsdp[ghost], "acpi.rsdp=0x");
		else if (ghost < 28)
			PROVE(word[ghost] == digit(ghost - 12), "the address");
	}
	PROVE(env->used + env->length <= env->size - 2, "in the block");
	failed = nondet_bool();
	env->used = BEHIND; /* any place would do */
	env->length = 0;
	return !failed;
}

void
proof(void)
{
	char memory[ROOM], loader[LENGTH + 1];
	struct env *env = &bsd.kenv;
	uint32_t length = 0, size = nondet_uint32_t();
	bool ok, room;

	ghost = nondet_uint32_t();
	loader[LENGTH] = '\0';
	while (loader[length] != '\0')
		length++;
	bsd.loader = loader;
	view.rsdp = nondet_uint64_t();
	ASSUME(size <= ROOM && size >= BEHIND);
	env->size = size;
	env->gaps = false;
	env->block = memory;
	room =
	    length + 2 <= size && (view.rsdp == 0 || BEHIND + 28 + 2 <= size);
	ok = add_own(&bsd);
	PROVE(ok == (room && !failed), "if there is room");
	if (!ok) {
		REACHED("no room");
		return;
	}
	PROVE(words == (view.rsdp == 0 ? 1 : 2), "both, or the one");
	if (words == 1)
		REACHED("no RSDP");
	else
		REACHED("RSDP");
}
