/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's environment (kenv), as a block in the arena. */
#include "unit.h"

static bool
add(const char *word)
{
	const char *equals = strchr(word, '=');

	return env_put(&bsd.kenv, word, (uint32_t)strlen(word)) &&
	    env_add(&bsd.kenv, (uint32_t)(equals - word));
}

/*
 * The block has the variables of this list, which ends in NULL, and beside them
 * only removed ones.
 */
static void
assert_block(const char *const *variables)
{
	const char *at = bsd.kenv.block, *end = at + bsd.kenv.used;
	uint32_t n = 0;

	for (; at < end; at += strlen(at) + 1) {
		if (*at == '=') {
			assert_true(bsd.kenv.gaps);
			continue;
		}
		assert_non_null(variables[n]);
		assert_string_equal(at, variables[n++]);
	}
	assert_ptr_equal(at, end);
	assert_null(variables[n]);
	assert_int_equal(bsd.kenv.count, n);
}
#define BLOCK(...) assert_block((const char *const[]){ __VA_ARGS__, NULL })

static void
variables_follow_one_another(void **state)
{
	(void)state;
	view.arena.used = 5;
	env_open(&bsd.kenv, &view.arena);
	assert_ptr_equal(bsd.kenv.block, view.arena.base + 5);
	assert_int_equal(bsd.kenv.paddr, ARENA_AT + 5);
	assert_true(add("a=1") && add("bb=") && add("c=2=3"));
	BLOCK("a=1", "bb=", "c=2=3");
	env_close(&bsd.kenv, &view.arena);
	assert_int_equal(view.arena.used, 5 + 4 + 4 + 6 + 1);
	assert_memory_equal(view.arena.base + 5, "a=1\0bb=\0c=2=3\0", 15);
}

static void
an_empty_one_is_one_nul(void **state)
{
	(void)state;
	env_open(&bsd.kenv, &view.arena);
	env_close(&bsd.kenv, &view.arena);
	assert_int_equal(view.arena.used, 1);
	assert_int_equal(view.arena.base[0], '\0');
}

static void
the_later_of_two_stays_and_comes_last(void **state)
{
	(void)state;
	env_open(&bsd.kenv, &view.arena);
	assert_true(add("a=1") && add("b=2") && add("c=3") && add("b=") &&
	    add("a=longer than before") && add("c=3"));
	BLOCK("b=", "a=longer than before", "c=3");
}

static void
devices_stay_side_by_side(void **state)
{
	(void)state;
	env_open(&bsd.kenv, &view.arena);
	assert_true(add("virtio_mmio.device=a") && add("b=1") &&
	    add("virtio_mmio.device=c") && add("b=2") &&
	    add("virtio_mmio.device=a") && add("x.device=1") &&
	    add(".device=") && add(".device="));
	BLOCK("virtio_mmio.device=a", "virtio_mmio.device=c", "b=2",
	    "virtio_mmio.device=a", "x.device=1", ".device=", ".device=");
	assert_true(add("device=1") && add("device=2") && add("a.devices=1") &&
	    add("a.devices=2") && add("a.Device=1") && add("a.Device=2"));
	BLOCK("virtio_mmio.device=a", "virtio_mmio.device=c", "b=2",
	    "virtio_mmio.device=a", "x.device=1",
	    ".device=", ".device=", "device=2", "a.devices=2", "a.Device=2");
}

static void
names_that_start_alike_are_two(void **state)
{
	(void)state;
	env_open(&bsd.kenv, &view.arena);
	assert_true(add("ab=1") && add("a=2") && add("abc=3") && add("aB=4"));
	BLOCK("ab=1", "a=2", "abc=3", "aB=4");
}

static void
a_word_can_be_put_in_pieces_and_dropped(void **state)
{
	(void)state;
	env_open(&bsd.kenv, &view.arena);
	assert_true(env_put(&bsd.kenv, "-S", 2));
	assert_true(env_put(&bsd.kenv, "speed=", 6));
	assert_true(env_put(&bsd.kenv, "9600", 4));
	env_drop(&bsd.kenv, 2);
	assert_true(env_add(&bsd.kenv, 5));
	assert_true(env_put(&bsd.kenv, "gone", 4));
	env_drop(&bsd.kenv, 4);
	assert_true(add("a=1"));
	BLOCK("speed=9600", "a=1");
}

static void
fills_the_arena_to_its_last_byte(void **state)
{
	uint32_t size, fits;

	(void)state;
	for (size = 0; size < 24; size++) {
		new_arena(size);
		env_open(&bsd.kenv, &view.arena);
		for (fits = 0; fits < 10; fits++)
			if (!env_put(&bsd.kenv, &"0123456789"[fits], 1) ||
			    !env_put(&bsd.kenv, "=1", 2) ||
			    !env_add(&bsd.kenv, 1))
				break;
		assert_int_equal(fits, size == 0 ? 0 : (size - 1) / 4);
		bsd.kenv.length = 0;
		if (size > 0)
			env_close(&bsd.kenv, &view.arena);
		assert_true(view.arena.used <= size);
	}
}

/* What was removed makes room when there is none: for the word, which moves. */
static void
gaps_are_closed_when_room_is_needed(void **state)
{
	uint32_t i;

	(void)state;
	new_arena(24);
	env_open(&bsd.kenv, &view.arena);
	assert_true(add("aa=1") && add("b.device=2"));
	for (i = 0; i < 10; i++) {
		assert_true(add("aa=x"));
		BLOCK("b.device=2", "aa=x");
	}
	assert_true(env_put(&bsd.kenv, "aa", 2));
	assert_true(env_put(&bsd.kenv, "=y", 2));
	assert_false(env_put(&bsd.kenv, "zzz", 3));
	assert_true(env_add(&bsd.kenv, 2));
	BLOCK("b.device=2", "aa=y");
	env_close(&bsd.kenv, &view.arena);
	assert_int_equal(view.arena.used, 11 + 5 + 1);
	assert_memory_equal(view.arena.base, "b.device=2\0aa=y\0", 17);
}

/* Against a plain list: names of few letters, many of which begin alike. */
static void
any_names_are_told_apart(void **state)
{
	static const char letters[] = { 'a', 'b', 'A', 'q', '\xe1', '.' };
	char words[20][8], name[8];
	uint32_t round, i, k, n, length;
	const char *at;

	(void)state;
	for (round = 0; round < 20000; round++) {
		new_arena(round % 2 == 0 ? 130 : 0x1000); /* 130: with gaps */
		env_open(&bsd.kenv, &view.arena);
		n = 0;
		for (i = below(60); i > 0; i--) {
			length = 1 + (uint32_t)below(3);
			memset(name, 0, sizeof(name));
			for (k = 0; k < length; k++)
				name[k] = letters[below(COUNT(letters))];
			strcat(name, below(2) != 0 ? "=" : "=1");
			for (k = 0; k < n; k++)
				if (strncmp(words[k], name, length + 1) == 0)
					break;
			if (k == COUNT(words))
				continue;
			if (k < n)
				memmove(words + k, words + k + 1,
				    (--n - k) * sizeof(*words));
			memcpy(words[n++], name, sizeof(name));
			assert_true(add(name));
		}
		assert_int_equal(bsd.kenv.count, n);
		env_close(&bsd.kenv, &view.arena);
		at = bsd.kenv.block;
		for (k = 0; k < n; k++, at += strlen(at) + 1)
			assert_string_equal(at, words[k]);
		assert_int_equal(*at, '\0');
	}
}

static void
has_room_for_1024_variables(void **state)
{
	char word[16];
	uint32_t i;

	(void)state;
	env_open(&bsd.kenv, &view.arena);
	for (i = 0; i < BOOT_VARIABLES; i++) {
		snprintf(word, sizeof(word), "v%u=x", i);
		assert_true(add(word));
	}
	assert_false(add("one=more"));
	assert_int_equal(bsd.kenv.count, BOOT_VARIABLES);
	env_drop(&bsd.kenv, bsd.kenv.length);
	assert_true(add("v77=y"));
	assert_int_equal(bsd.kenv.count, BOOT_VARIABLES);
	assert_memory_equal(bsd.kenv.block + bsd.kenv.used - 6, "v77=y", 6);
}

static const struct CMUnitTest tests[] = {
	SMALL(variables_follow_one_another),
	SMALL(an_empty_one_is_one_nul),
	SMALL(the_later_of_two_stays_and_comes_last),
	SMALL(devices_stay_side_by_side),
	SMALL(names_that_start_alike_are_two),
	SMALL(a_word_can_be_put_in_pieces_and_dropped),
	SMALL(fills_the_arena_to_its_last_byte),
	SMALL(gaps_are_closed_when_room_is_needed),
	SMALL(any_names_are_told_apart),
	SMALL(has_room_for_1024_variables),
};

MAIN("env")
