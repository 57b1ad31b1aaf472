/* SPDX-License-Identifier: BSD-2-Clause */
/* Command lines copied from the loader's memory. */
#include "unit.h"

/* A string of length bytes right below end, with a NUL or without. */
static uint64_t
put_before(uint64_t end, uint64_t length, bool nul)
{
	uint64_t paddr = end - length - nul;

	memset(memory + paddr, 'x', length);
	if (nul)
		memory[end - 1] = '\0';
	return paddr;
}

static void
assert_copied(uint64_t paddr, uint64_t length)
{
	uint32_t used = view.arena.used;
	char *s = cmdline_copy(&view, paddr, OF_KERNEL);

	assert_ptr_equal(s, view.arena.base + used);
	assert_int_equal(strlen(s), length);
	assert_memory_equal(s, memory + paddr, length);
	assert_int_equal(view.arena.used, used + length + 1);
}

static void
assert_left_out(uint64_t paddr, uint32_t module, const char *line)
{
	uint32_t used = view.arena.used;
	char expected[256];

	view.warned = 0;
	snprintf(expected, sizeof(expected), "pvh: warning: %s\n", line);
	assert_null(cmdline_copy(&view, paddr, module));
	assert_string_equal(printed(), expected);
	assert_int_equal(view.arena.used, used);
}

static void
assert_not_copied(uint64_t paddr, const char *line)
{
	assert_left_out(paddr, OF_KERNEL, line);
}

static void
none_is_no_error(void **state)
{
	(void)state;
	assert_null(cmdline_copy(&view, 0, OF_KERNEL));
	assert_null(cmdline_copy(&view, 0, 7));
	assert_string_equal(printed(), "");
	assert_int_equal(view.arena.used, 0);
}

static void
copies_any_length_at_any_alignment(void **state)
{
	uint64_t length, align;

	(void)state;
	for (align = 0; align < 8; align++) {
		view.arena.used = 0;
		for (length = 0; length < 40; length++) {
			memset(memory + MIB, 0, 64);
			memset(memory + MIB + align, 'x', length);
			assert_copied(MIB + align, length);
		}
	}
}

static void
finds_the_nul_among_all_other_bytes(void **state)
{
	unsigned char bytes[64];
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 5000; round++) {
		view.arena.used = 0;
		for (i = 0; i < sizeof(bytes); i++)
			bytes[i] = below(4) != 0
			    ? (unsigned char)(1 + below(255))
			    : (const unsigned char[]){ 1, 0x80, 0x7f,
				      0xff }[below(4)];
		for (i = (uint32_t)below(sizeof(bytes)); i < sizeof(bytes); i++)
			bytes[i] = (unsigned char)below(3);
		bytes[sizeof(bytes) - 1] = 0;
		memcpy(memory + MIB, bytes, sizeof(bytes));
		assert_copied(MIB, strlen((char *)bytes));
	}
}

static void
ends_in_the_window_s_last_byte(void **state)
{
	uint64_t length;

	(void)state;
	for (length = 0; length < 20; length++)
		assert_copied(put_before(WINDOW, length, true), length);
}

static void
has_no_end_before_the_window_s(void **state)
{
	uint64_t length, paddr;
	char line[64];

	(void)state;
	for (length = 1; length < 20; length++) {
		paddr = put_before(WINDOW, length, false);
		snprintf(line, sizeof(line),
		    "command line at 0x%llx is out of reach, left out",
		    (unsigned long long)paddr);
		assert_not_copied(paddr, line);
	}
}

static void
has_no_end_before_the_door(void **state)
{
	(void)state;
	assert_copied(put_before(DOOR_START, 9, true), 9);
	assert_not_copied(put_before(DOOR_START, 9, false),
	    "command line at 0x281ff7 is out of reach, left out");
	assert_not_copied(
	    DOOR_START, "command line at 0x282000 is out of reach, left out");
	assert_not_copied(
	    DOOR_END - 1, "command line at 0x2bffff is out of reach, left out");
	memory[DOOR_END] = '\0';
	assert_copied(DOOR_END, 0);
}

static void
lies_outside_the_window(void **state)
{
	(void)state;
	assert_not_copied(
	    WINDOW, "command line at 0x600000 is out of reach, left out");
	assert_not_copied(UINT64_MAX,
	    "command line at 0xffffffffffffffff is out of reach, left out");
	assert_not_copied(1ull << 32,
	    "command line at 0x100000000 is out of reach, left out");
}

static void
is_64_kib_long_at_most(void **state)
{
	(void)state;
	assert_copied(put_before(WINDOW, BOOT_STRING - 1, true), 0xffff);
	assert_not_copied(put_before(WINDOW, BOOT_STRING, true),
	    "command line at 0x5effff has no end in 64 KiB, left out");
	assert_not_copied(put_before(WINDOW, BOOT_STRING + 1, true),
	    "command line at 0x5efffe has no end in 64 KiB, left out");
	assert_not_copied(put_before(WINDOW, BOOT_STRING, false),
	    "command line at 0x5f0000 has no end in 64 KiB, left out");
	assert_not_copied(put_before(WINDOW, BOOT_STRING - 1, false),
	    "command line at 0x5f0001 is out of reach, left out");
}

static void
needs_room_in_the_arena(void **state)
{
	uint32_t length, size;

	(void)state;
	for (length = 0; length < 20; length++) {
		memset(memory + MIB, 'x', length);
		memory[MIB + length] = '\0';
		for (size = 0; size <= length; size++) {
			new_arena(size);
			assert_not_copied(MIB,
			    "command line at 0x100000: the arena is full, left "
			    "out");
		}
		new_arena(length + 1);
		assert_copied(MIB, length);
	}
}

static void
a_module_s_warning_says_which_module(void **state)
{
	(void)state;
	assert_left_out(WINDOW, 5,
	    "module 5: command line at 0x600000 is out of reach, left out");
	assert_left_out(give_filled('x', BOOT_STRING), 6,
	    "module 6: command line at 0x100019 has no end in 64 KiB, left "
	    "out");
	new_arena(3);
	assert_left_out(give_string("abc"), 63,
	    "module 63: command line at 0x11001b: the arena is full, left out");
}

static void
a_module_s_is_believed_if_it_is_text(void **state)
{
	char s[] = "initrd x=?", line[128], *copy;
	uint64_t paddr;
	int byte;

	(void)state;
	for (byte = 1; byte < 256; byte++) {
		s[sizeof(s) - 2] = (char)byte;
		memcpy(memory + MIB, s, sizeof(s));
		paddr = MIB;
		if (strchr(" \t\r\n", byte) != NULL ||
		    (byte >= ' ' && byte <= '~')) {
			copy = cmdline_copy(&view, paddr, 2);
			assert_non_null(copy);
			assert_string_equal(copy, s);
			assert_string_equal(printed(), "");
		} else {
			snprintf(line, sizeof(line),
			    "module 2: command line at 0x%llx is no text, left "
			    "out",
			    (unsigned long long)paddr);
			assert_left_out(paddr, 2, line);
		}
		view.arena.used = 0;
		/* The kernel's own command line may have any byte. */
		assert_copied(paddr, sizeof(s) - 1);
		view.arena.used = 0;
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(none_is_no_error),
	SMALL(copies_any_length_at_any_alignment),
	SMALL(finds_the_nul_among_all_other_bytes),
	SMALL(ends_in_the_window_s_last_byte),
	SMALL(has_no_end_before_the_window_s),
	SMALL(has_no_end_before_the_door),
	SMALL(lies_outside_the_window),
	SMALL(is_64_kib_long_at_most),
	SMALL(needs_room_in_the_arena),
	SMALL(a_module_s_warning_says_which_module),
	SMALL(a_module_s_is_believed_if_it_is_text),
};

MAIN("cmdline")
