/* SPDX-License-Identifier: BSD-2-Clause */
/* What a compiler may call in the loaders, whether or not it does so today. */
#include <string.h>
#include "unit.h"
#define memcpy  boot_memcpy
#define memmove boot_memmove
#define memset  boot_memset
#define memcmp  boot_memcmp
#include "boot/load/string.c"

static void
bytes_are_copied_set_and_compared(void **state)
{
	char s[16] = "0123456789";

	(void)state;
	assert_ptr_equal(boot_memmove(s + 2, s, 5), s + 2);
	assert_string_equal(s, "0101234789");
	assert_ptr_equal(boot_memmove(s, s + 2, 8), s);
	assert_string_equal(s, "0123478989");
	assert_ptr_equal(boot_memmove(s, s + 5, 3), s);
	assert_string_equal(s, "7893478989");
	assert_ptr_equal(boot_memcpy(s + 1, "ab", 2), s + 1);
	assert_ptr_equal(boot_memset(s + 4, 0x12a, 3), s + 4);
	assert_string_equal(s, "7ab3***989");
	assert_int_equal(boot_memcmp("abc", "abd", 2), 0);
	assert_true(boot_memcmp("abc", "abd", 3) < 0);
	assert_true(boot_memcmp("\x80", "\x7f", 1) > 0);
}

static const struct CMUnitTest tests[] = {
	PLAIN(bytes_are_copied_set_and_compared),
};

MAIN("string")
