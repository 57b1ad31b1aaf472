/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: names_read, read_words, cut, default_name
 * property: name, type and args as RULES has them
 * bound: line of 10 bytes, index to 11
 * cbmc: --unwind 12
 */
#define BOOT_MODULES   2
#define BOOT_VARIABLES 1
#define MEMMAP_STEPS   1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/names.c"

#define LENGTH 10
#define ARENA  12

/* The line as it was at first, its NUL included. */
static char line[LENGTH + 1];

/* As physmem_copy.c proves it: all bytes. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint32_t i;

	for (i = 0; i < size; i++)
		to[i] = from[i];
}

static bool
blank(uint32_t at)
{
	char c = line[at];

	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte from at on that is no blank. */
static uint32_t
word(uint32_t at)
{
	while (at < LENGTH && blank(at))
		at++;
	return at;
}

static uint32_t
word_end(uint32_t at)
{
	while (at < LENGTH && line[at] != '\0' && !blank(at))
		at++;
	return at;
}

static bool
is_key(uint32_t at)
{
	return at + 5 <= LENGTH && line[at] == 't' && line[at + 1] == 'y' &&
	    line[at + 2] == 'p' && line[at + 3] == 'e' && line[at + 4] == '=';
}

static bool
is_md_image(const char *s)
{
	static const char text[9] = "md_image";
	uint32_t i;
	bool same = true;

	for (i = 0; i < sizeof(text); i++)
		same = same && s[i] == text[i];
	return same;
}

/* The line is now at s, and has the same words; ghost is any byte of it. */
static void
prove_words(const struct freebsd_module *module, const char *s, uint32_t ghost)
{
	uint32_t name = word(0), end = word_end(name), second = word(end);
	uint32_t args = second, type_end = second;
	char kept = line[ghost];

	PROVE(module->name - s == name, "the name");
	if (is_key(second)) {
		type_end = word_end(second);
		args = word(type_end);
		REACHED("type=");
	}
	if (type_end > second + 5) {
		PROVE(module->type - s == second + 5, "the type");
		REACHED("type");
	} else {
		PROVE(is_md_image(module->type), "md_image");
		REACHED("md_image");
	}
	PROVE(module->args - s == args, "args");
	if ((ghost >= end && ghost < second) ||
	    (ghost >= type_end && ghost < args)) {
		PROVE(s[ghost] == '\0', "ends of words");
		REACHED("end");
	} else {
		PROVE(s[ghost] == kept, "the line as it is");
		REACHED("kept");
	}
	if (line[args] != '\0' && args > second)
		REACHED("args behind a type");
}

static void
prove_default(const struct freebsd_module *module, const char *name, uint32_t i)
{
	uint32_t end = i < 10 ? 7 : 8;

	PROVE(module->name == name, "where the arena was free");
	PROVE(name[0] == 'm' && name[1] == 'o' && name[2] == 'd' &&
		name[3] == 'u' && name[4] == 'l' && name[5] == 'e',
	    "module");
	PROVE(
	    name[end] == '\0' && name[end - 1] == '0' + (int)i % 10, "0 to 9");
	PROVE(i < 10 || name[6] == '0' + (int)i / 10, "two digits");
	PROVE(is_md_image(module->type) && module->args[0] == '\0', "the rest");
	if (i < 10)
		REACHED("one digit");
	else
		REACHED("two digits");
}

void
proof(void)
{
	char now[LENGTH + 1], memory[ARENA];
	static struct boot_view view;
	static struct freebsd bsd;
	struct arena *arena = &view.arena;
	uint32_t i = nondet_uint32_t(), ghost = nondet_uint32_t(), j, used;
	uint32_t below =
	    nondet_uint32_t(); /* any byte of the strings before it */
	char kept;
	bool ok, none = nondet_bool();

	now[LENGTH] = '\0';
	for (j = 0; j <= LENGTH; j++)
		line[j] = now[j];
	ASSUME(i < 12 && ghost <= LENGTH);
	bsd.view = &view;
	view.module_count = 1;
	view.module[0].index = i;
	view.module[0].cmdline = none ? NULL : now;
	arena->size = nondet_uint32_t();
	arena->used = nondet_uint32_t();
	/* The arena ends where the memory ends. */
	used = arena->used;
	ASSUME(arena->size <= ARENA && used <= arena->size);
	arena->base = memory + ARENA - arena->size;
	ASSUME(below < ARENA);
	kept = memory[below];

	ok = names_read(&bsd);
	PROVE(below >= ARENA - arena->size + used || memory[below] == kept,
	    "no other string");
	if (!none && line[word(0)] != '\0') {
		PROVE(ok && arena->used == used, "no room is taken");
		prove_words(&bsd.module[0], now, ghost);
		return;
	}
	PROVE(now[ghost] == line[ghost], "the line as it is");
	PROVE(ok == (arena->size - used >= 9), "if there is room");
	if (ok) {
		PROVE(arena->used == used + (i < 10 ? 8 : 9), "RULES' bytes");
		prove_default(&bsd.module[0], arena->base + used, i);
	} else {
		PROVE(NOTED(defect, PVH_MODULE_NAME_ARENA, i, 0), "its defect");
		PROVE(arena->used == used, "nothing is taken");
		REACHED("no room");
	}
}
