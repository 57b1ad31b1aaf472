/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's command lines: format= taken out, loader.conf's words. */
#include "unit.h"
#include "boot/pvh/line.c"
#include "boot/pvh/word.c"

static struct loader loader = { .view = &view };
static jmp_buf refusal;

void
refuse(const char *file, const char *format, ...)
{
	assert_string_equal(file, "command line");
	assert_string_equal(format, "no room for all the words");
	longjmp(refusal, 1);
}

static void
assert_taken(const char *line, const char *value, const char *rest)
{
	char copy[100], got[8] = "before";

	strcpy(copy, line);
	assert_int_equal(
	    word_take(copy, "format", got, sizeof(got)), value != NULL);
	assert_string_equal(copy, rest);
	assert_string_equal(got, value != NULL ? value : "before");
}

static void
test_take(void **state)
{
	(void)state;
	assert_taken("", NULL, "");
	assert_taken("-v x", NULL, "-v x");
	assert_taken("format=a", "a", "");
	assert_taken("format=a -v", "a", "-v");
	assert_taken("-v  format=ab  x", "ab", "-v  x");
	assert_taken("x\tformat=", "", "x\t");
	assert_taken("format=\"a b\"'c' x", "a bc", "x");
	assert_taken(
	    "formats=a xformat=b format", NULL, "formats=a xformat=b format");
	assert_taken(
	    "'x format=a' \" format=b\"", NULL, "'x format=a' \" format=b\"");
	assert_taken("x=' ' format=c format=d", "c", "x=' ' format=d");
	assert_taken("format='a b' c", "a b", "c");
	assert_taken("format=123456789 c", "1234567", "c");
}

static void
test_join(void **state)
{
	(void)state;
	new_arena(BOOT_ARENA);
	assert_string_equal(line_join(&loader, "", ""), "");
	assert_string_equal(line_join(&loader, "a", ""), "a");
	assert_string_equal(line_join(&loader, "", "b"), "b");
	assert_string_equal(line_join(&loader, "a", "b c"), "a b c");
	assert_string_equal(line_copy(&loader, " a "), " a ");
	assert_string_equal(line_path(&loader, "a/b"), "/a/b");
	assert_string_equal(line_path(&loader, "/a"), "/a");
}

static void
assert_value(const char *value, const char *quoted)
{
	const struct setting named = { .name = "n", .value = value },
			     word = { .value = value };
	static struct plan plan;
	char expected[200];

	plan.setting_count = 2;
	plan.setting[0] = &named;
	plan.setting[1] = &word;
	snprintf(expected, sizeof(expected), "n=%s %s", quoted, quoted);
	assert_string_equal(line_of_plan(&loader, &plan), expected);
}

static void
test_plan(void **state)
{
	(void)state;
	new_arena(BOOT_ARENA);
	assert_value("a", "a");
	assert_value("-v", "-v");
	assert_value("", "\"\"");
	assert_value("a b", "\"a b\"");
	assert_value("it's", "\"it's\"");
	assert_value("a\"b", "'a\"b'");
	assert_value("'\"'", "''\"'\"'\"'\"'\"");
}

static void
test_module(void **state)
{
	struct plan_module m = { "/boot/m", "md_image", "", false };

	(void)state;
	new_arena(BOOT_ARENA);
	assert_string_equal(line_of_module(&loader, &m), "/boot/m");
	m.args = "x y";
	assert_string_equal(line_of_module(&loader, &m), "/boot/m x y");
	m.type = "md_images";
	assert_string_equal(
	    line_of_module(&loader, &m), "/boot/m type=md_images x y");
	m.type = "md_imag";
	m.args = "";
	assert_string_equal(
	    line_of_module(&loader, &m), "/boot/m type=md_imag");
}

/* A line that fills the arena fits, and one byte more does not. */
static void
test_full(void **state)
{
	(void)state;
	new_arena(16);
	assert_string_equal(
	    line_copy(&loader, "123456789abcdef"), "123456789abcdef");
	new_arena(16);
	if (setjmp(refusal) == 0) {
		line_copy(&loader, "123456789abcdefg");
		fail();
	}
}

static const struct CMUnitTest tests[] = {
	PLAIN(test_take),
	SMALL(test_join),
	SMALL(test_plan),
	SMALL(test_module),
	SMALL(test_full),
};
MAIN("line")
