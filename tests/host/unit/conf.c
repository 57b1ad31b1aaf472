/* SPDX-License-Identifier: BSD-2-Clause */
/* loader.conf and load options: settings, defects with their lines, noise. */
#include "unit.h"
#include "conf.h"
#include "words.h"

static struct settings settings;
static struct {
	uint32_t line, count;
	const char *why;
} defect; /* the first line that was left out, and how many were */
static char *text;

static void
left_out(uint32_t line, const char *why)
{
	assert_true(line > 0);
	assert_true(*why != '\0');
	if (defect.count++ > 0)
		return;
	defect.line = line;
	defect.why = why;
}

static int
new_conf(void **state)
{
	(void)state;
	settings.count = 0;
	text = NULL;
	return 0;
}

static int
no_conf(void **state)
{
	(void)state;
	free(text);
	return 0;
}

/*
 * Reads a copy that is followed by exactly one byte, which is not part of it.
 */
static char spare;
static bool
read_bytes(const char *bytes, uint64_t size)
{
	free(text);
	text = malloc(size + 1);
	assert_non_null(text);
	memcpy(text, bytes, size);
	text[size] = spare;
	memset(&defect, 0, sizeof(defect));
	settings.count = 0;
	conf_read(&settings, text, size, left_out);
	return defect.count == 0;
}

static void
assert_setting(uint32_t i, const char *name, const char *value, uint32_t line)
{
	assert_true(i < settings.count);
	if (name == NULL)
		assert_null(settings.setting[i].name);
	else
		assert_string_equal(settings.setting[i].name, name);
	assert_string_equal(settings.setting[i].value, value);
	assert_int_equal(settings.setting[i].line, line);
}

static void
test_byte_order_mark(void **state)
{
	(void)state;
	assert_true(read_bytes("\xef\xbb\xbf"
			       "a=1\n",
	    7));
	assert_int_equal(settings.count, 1);
	assert_setting(0, "a", "1", 1);
	assert_true(read_bytes("\xef\xbb\xbf", 3));
	assert_int_equal(settings.count, 0);
	assert_false(read_bytes("\xef\xbb"
				"a=1",
	    5));
}

static void
test_settings(void **state)
{
	static const char lines[] = "# comment\n"
				    "\n"
				    "a=\"b\"\n"
				    "  \t a.b-c_D9 = bare#comment\r\n"
				    "q=\"a \\\"b\\\" \\\\ # c\" # comment \"\n"
				    "empty=\"\"\n"
				    "x='y'\n"
				    "last=1";

	(void)state;
	assert_true(read_bytes(lines, sizeof(lines) - 1));
	assert_int_equal(settings.count, 6);
	assert_setting(0, "a", "b", 3);
	assert_setting(1, "a.b-c_D9", "bare", 4);
	assert_setting(2, "q", "a \"b\" \\ # c", 5);
	assert_setting(3, "empty", "", 6);
	assert_setting(4, "x", "'y'", 7);
	assert_setting(5, "last", "1", 8);
	assert_true(read_bytes("", 0));
	assert_int_equal(settings.count, 0);
	assert_true(read_bytes("#", 1));
	assert_true(read_bytes("a=\"b\"", 5));
	assert_setting(0, "a", "b", 1);
}

static void
assert_defect(const char *bytes, uint32_t line, const char *why)
{
	static const char spares[] = "\"\n="; /* and the NUL at its end */
	uint32_t i;

	for (i = 0; i < sizeof(spares); i++) {
		spare = spares[i];
		assert_false(read_bytes(bytes, strlen(bytes)));
		assert_int_equal(defect.line, line);
		assert_string_equal(defect.why, why);
	}
}

static void
test_defects(void **state)
{
	static char many[(SETTINGS_MAX + 1) * 4];
	uint32_t i;

	(void)state;
	assert_defect("=b", 1, "no name");
	assert_defect("\n\n-a=b", 3, "no name");
	assert_defect("a", 1, "no = after the name");
	assert_defect("a b=c", 1, "no = after the name");
	assert_defect("a=1\nb$=2", 2, "no = after the name");
	assert_defect("a=", 1, "no value");
	assert_defect("a= # b", 1, "no value");
	assert_defect("a=\"b\nc=\"d\"", 1, "the quote is not closed");
	assert_defect("a=\"b\\\"", 1, "the quote is not closed");
	assert_defect("a=\"b\\", 1, "the quote is not closed");
	assert_defect("a=b\"c\"", 1, "a quote within the value");
	assert_defect("a=b\001", 1, "a control character");
	assert_defect("a=b c", 1, "something after the value");
	assert_defect("a=\"b\"c", 1, "something after the value");
	assert_false(read_bytes("a=\"\0\"", 5));
	assert_string_equal(defect.why, "a NUL byte");
	assert_false(read_bytes("a=\0", 3));
	assert_string_equal(defect.why, "a control character");
	for (i = 0; i <= SETTINGS_MAX; i++)
		memcpy(many + i * 4, "a=b\n", 4);
	assert_false(read_bytes(many, sizeof(many)));
	assert_int_equal(defect.line, SETTINGS_MAX + 1);
	assert_string_equal(defect.why, "too many settings");
	assert_true(read_bytes(many, sizeof(many) - 4));
}

/* Lines after one that is left out count. */
static void
test_goes_on(void **state)
{
	static const char lines[] = "a=1\nb=\"2\n=\nc=\"3\"\nd e\nf=4";

	(void)state;
	assert_false(read_bytes(lines, sizeof(lines) - 1));
	assert_int_equal(defect.count, 3);
	assert_int_equal(defect.line, 2);
	assert_int_equal(settings.count, 3);
	assert_setting(0, "a", "1", 1);
	assert_setting(1, "c", "3", 4);
	assert_setting(2, "f", "4", 6);
}

/* A backslash is a plain character, except before a quote or another one. */
static void
test_backslashes(void **state)
{
	static const char lines[] = "a=\"\\b\\\\c\\\"d\\n\"\nb=\\e\\\\f";

	(void)state;
	assert_true(read_bytes(lines, sizeof(lines) - 1));
	assert_setting(0, "a", "\\b\\c\"d\\n", 1);
	assert_setting(1, "b", "\\e\\\\f", 2);
}

static void
test_words(void **state)
{
	char line[] = "  -v\ra=b\t'c d'=e f=\"g h\" kernel='x'\n2= =3 -a=b \"o";
	char more[] = "x";

	(void)state;
	assert_true(words_read(&settings, line));
	assert_int_equal(settings.count, 9);
	assert_setting(0, NULL, "-v", 0);
	assert_setting(1, "a", "b", 0);
	assert_setting(2, NULL, "c d=e", 0);
	assert_setting(3, "f", "g h", 0);
	assert_setting(4, "kernel", "x", 0);
	assert_setting(5, "2", "", 0);
	assert_setting(6, NULL, "=3", 0);
	assert_setting(7, NULL, "-a=b", 0);
	assert_setting(8, NULL, "o", 0);
	settings.count = SETTINGS_MAX;
	assert_false(words_read(&settings, more));
}

static void
test_use(void **state)
{
	static const char lines[] = "a_load=1\nb=2\na_load=3\na_loads=4\na=5";

	(void)state;
	assert_true(read_bytes(lines, sizeof(lines) - 1));
	assert_ptr_equal(
	    settings_use(&settings, "a", 1, "_load"), &settings.setting[2]);
	assert_true(settings.setting[0].used && settings.setting[2].used);
	assert_false(settings.setting[3].used || settings.setting[4].used);
	assert_ptr_equal(
	    settings_use(&settings, "a_xyz", 1, ""), &settings.setting[4]);
	assert_null(settings_use(&settings, "a_lo", 4, ""));
	assert_null(settings_use(&settings, "", 0, ""));
}

/* Noise and damaged lines: each gives a setting, or a defect with its line. */
static void
test_mutations(void **state)
{
	static const char good[] = "# one\nkernel=\"kernel\"\na_load=\"YES\"\n"
				   "a_name=\"/x/y\" # two\nb=c\n\nd=\"e\\\"f\"";
	static const char odd[] = "\"\\#=\n\r\t \0-_.a\001\377'";
	char bytes[sizeof(good)];
	uint32_t round, n, i, lines;
	uint64_t size;

	(void)state;
	for (round = 0; round < 20000; round++) {
		memcpy(bytes, good, sizeof(good));
		size = below(4) != 0 ? sizeof(good) - 1 : below(sizeof(good));
		for (n = below(8); n < 8; n++)
			bytes[below(sizeof(good))] = odd[below(sizeof(odd))];
		for (lines = 1, i = 0; i < size; i++)
			lines += bytes[i] == '\n';
		if (!read_bytes(bytes, size)) {
			assert_in_range(defect.line, 1, lines);
			assert_non_null(defect.why);
		}
		for (i = 0; i < settings.count; i++) {
			assert_true(settings.setting[i].name[0] != '\0');
			assert_true(strlen(settings.setting[i].value) < size);
			assert_in_range(settings.setting[i].line, 1, lines);
		}
		bytes[sizeof(good) - 1] = '\0';
		memcpy(text = realloc(text, sizeof(good)), bytes, sizeof(good));
		assert_true(words_read(&settings, text));
	}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, new_conf, no_conf)
static void
test_names(void **state)
{
	static const char all[] = "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
	int c;

	(void)state;
	for (c = 0; c < 256; c++)
		assert_int_equal(settings_is_name((char)c),
		    memchr(all, c, sizeof(all) - 1) != NULL);
}

static const struct CMUnitTest tests[] = {
	TEST(test_byte_order_mark),
	TEST(test_settings),
	TEST(test_names),
	TEST(test_defects),
	TEST(test_goes_on),
	TEST(test_backslashes),
	TEST(test_words),
	TEST(test_use),
	TEST(test_mutations),
};
MAIN("conf")
