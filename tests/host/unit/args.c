/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line: examples, and a second implementation of its rules. */
#include "unit.h"

static char line_copy[BOOT_STRING + 7]; /* may be read in words */

static bool
args(const char *line)
{
	view.arena.used = 0;
	view.warned = 0;
	if (line != NULL)
		strcpy(line_copy, line);
	view.cmdline = line == NULL ? NULL : line_copy;
	return args_parse(&bsd);
}

/* This line gives this howto, these variables and these warnings. */
static void
assert_args(
    const char *line, uint32_t howto, const char *kenv, const char *warnings)
{
	const char *at;
	char found[1024] = "";

	assert_true(args(line));
	assert_string_equal(printed(), warnings);
	assert_int_equal(bsd.howto, howto);
	for (at = bsd.kenv.block; *at != '\0'; at += strlen(at) + 1) {
		strcat(found, at);
		strcat(found, "|");
	}
	assert_string_equal(found, kenv);
	assert_int_equal(view.arena.used, at + 1 - bsd.kenv.block);
	if (line != NULL)
		assert_string_equal(line_copy, line);
}

#define SAYS(line)       "pvh: warning: command line: " line "\n"
#define OPTION(byte)     SAYS("unknown option, byte " byte)
#define NO_NAME(offset)  SAYS("no name in the word at byte " offset)
#define NO_CLOSE(offset) SAYS("the quote at byte " offset " is not closed")

static void
no_line_at_all(void **state)
{
	(void)state;
	assert_args(NULL, 0, "loader=pvh|", "");
	assert_args("", 0, "loader=pvh|", "");
	assert_args("  \t\n\r ", 0, "loader=pvh|", "");
}

static void
letters_set_bits(void **state)
{
#define LETTER(letter, name, bit) letter, bit,
	static const uint32_t bits[] = { BOOTHOWTO(LETTER) };
	char word[3] = "-?";
	uint32_t i, all = 0;

	(void)state;
	for (i = 0; i < COUNT(bits); i += 2) {
		word[1] = (char)bits[i];
		assert_args(word, bits[i + 1], "loader=pvh|", "");
		assert_int_equal(howto_of_letter((char)bits[i]), bits[i + 1]);
		all |= bits[i + 1];
	}
	assert_args("-asrdvhCgmpPD", all, "loader=pvh|", "");
	assert_args("-a -s -v", 0x803, "loader=pvh|", "");
	assert_args("-vv -v", 0x800, "loader=pvh|", "");
}

static void
unknown_letters_are_warned_of_once(void **state)
{
	(void)state;
	assert_args("-x", 0, "loader=pvh|", OPTION("0x78"));
	assert_args("-vxys -z", 0x802, "loader=pvh|", OPTION("0x78"));
	assert_args("-V", 0, "loader=pvh|", OPTION("0x56"));
	assert_args("---", 0, "loader=pvh|", OPTION("0x2d"));
	assert_args("-\xff", 0, "loader=pvh|", OPTION("0xff"));
	assert_args("-v=1", 0x800, "loader=pvh|", OPTION("0x3d"));
	assert_args("-", 0, "loader=pvh|", "");
}

static void
two_dashes_end_the_options(void **state)
{
	(void)state;
	assert_args("--", 0, "loader=pvh|", "");
	assert_args("-v -- -s a -x=2 -- -Sx", 0x800,
	    "loader=pvh|-s=1|a=1|-x=2|--=1|-Sx=1|", "");
	assert_args("'--' -v", 0, "loader=pvh|-v=1|", "");
	assert_args("--=1 -v", 0x800, "loader=pvh|", OPTION("0x2d"));
	assert_args("a -v", 0x800, "loader=pvh|a=1|", ""); /* no -- any more */
}

static void
the_rest_of_a_word_after_s_is_a_speed(void **state)
{
	(void)state;
	assert_args("-S115200", 0, "loader=pvh|comconsole_speed=115200|", "");
	assert_args(
	    "-vS9600xyz -s", 0x802, "loader=pvh|comconsole_speed=9600xyz|", "");
	assert_args("-S", 0, "loader=pvh|comconsole_speed=|", "");
	assert_args("-S1 a -S2", 0, "loader=pvh|a=1|comconsole_speed=2|", "");
	assert_args(
	    "-S1 comconsole_speed=3", 0, "loader=pvh|comconsole_speed=3|", "");
	assert_args("-S'1 2'", 0, "loader=pvh|comconsole_speed=1 2|", "");
}

static void
names_and_values_make_variables(void **state)
{
	(void)state;
	assert_args("a", 0, "loader=pvh|a=1|", "");
	assert_args("a=", 0, "loader=pvh|a=|", "");
	assert_args("a=b=c", 0, "loader=pvh|a=b=c|", "");
	assert_args("a==", 0, "loader=pvh|a==|", "");
	assert_args("a-v", 0, "loader=pvh|a-v=1|", "");
	assert_args("  a\tb\nc\r\r d ", 0, "loader=pvh|a=1|b=1|c=1|d=1|", "");
	assert_args("%n=%s \x01=\x1b[0m caf\xc3\xa9=\xff,;#/", 0,
	    "loader=pvh|%n=%s|\x01=\x1b[0m|caf\xc3\xa9=\xff,;#/|", "");
}

static void
a_later_word_replaces_an_earlier_one(void **state)
{
	(void)state;
	assert_args("a=1 b=2 a=3", 0, "loader=pvh|b=2|a=3|", "");
	assert_args("a=1 a", 0, "loader=pvh|a=1|", "");
	assert_args("a=x aa=y a=z", 0, "loader=pvh|aa=y|a=z|", "");
	assert_args("loader=me a", 0, "loader=me|a=1|", "");
	assert_args("v.device=1 a=1 v.device=2 a=2", 0,
	    "loader=pvh|v.device=1|v.device=2|a=2|", "");
}

static void
a_word_without_a_name_is_left_out(void **state)
{
	(void)state;
	assert_args("=v", 0, "loader=pvh|", NO_NAME("0"));
	assert_args("a = b", 0, "loader=pvh|a=1|b=1|", NO_NAME("2"));
	assert_args(" '' a", 0, "loader=pvh|a=1|", NO_NAME("1"));
	assert_args("a \"\" =x ''", 0, "loader=pvh|a=1|", NO_NAME("2"));
	assert_args("''=x", 0, "loader=pvh|", NO_NAME("0"));
}

static void
quotes_keep_blanks(void **state)
{
	(void)state;
	assert_args("a='b c' d", 0, "loader=pvh|a=b c|d=1|", "");
	assert_args("\"a=b c\"", 0, "loader=pvh|a=b c|", "");
	assert_args("a=\"it's\" b='say \"x\"'", 0,
	    "loader=pvh|a=it's|b=say \"x\"|", "");
	assert_args("a=b'c\t'\"d \"e f", 0, "loader=pvh|a=bc\td e|f=1|", "");
	assert_args("a=''", 0, "loader=pvh|a=|", "");
	assert_args("a'='b", 0, "loader=pvh|a=b|", "");
	assert_args("'-v'", 0x800, "loader=pvh|", "");
	assert_args("'a b'=c", 0, "loader=pvh|a b=c|", "");
}

static void
a_quote_that_is_not_closed_ends_with_the_line(void **state)
{
	(void)state;
	assert_args("a='b c", 0, "loader=pvh|a=b c|", NO_CLOSE("2"));
	assert_args(
	    "x a=b\"c d' ", 0, "loader=pvh|x=1|a=bc d' |", NO_CLOSE("5"));
	assert_args("a'", 0, "loader=pvh|a=1|", NO_CLOSE("1"));
	assert_args("'a'\"'", 0, "loader=pvh|a'=1|", NO_CLOSE("3"));
	assert_args("'", 0, "loader=pvh|", NO_CLOSE("0") NO_NAME("0"));
	assert_args("=1 -x 'b", 0, "loader=pvh|b=1|",
	    NO_NAME("0") OPTION("0x78") NO_CLOSE("6"));
}

static void
boot_variables_set_bits_too(void **state)
{
#define NAME(letter, name, bit) "boot_" name "=YES",
#define BIT(letter, name, bit)  bit,
	static const char *const words[] = { BOOTHOWTO(NAME) };
	static const uint32_t bits[] = { BOOTHOWTO(BIT) };
	char kenv[64];
	uint32_t i;
	bool no;

	(void)state;
	for (i = 0; i < COUNT(bits); i++) {
		snprintf(kenv, sizeof(kenv), "loader=pvh|%s|", words[i]);
		assert_args(words[i], bits[i], kenv, "");
		no = true;
		assert_int_equal(howto_of_variable(words[i], &no), bits[i]);
		assert_false(no);
	}
	assert_args("boot_verbose", 0x800, "loader=pvh|boot_verbose=1|", "");
	assert_args("boot_verbose=", 0x800, "loader=pvh|boot_verbose=|", "");
	assert_args(
	    "boot_verbosex=1 boot_verbos=1 oot_verbose=1 boot_=1 boot=1 "
	    "Boot_verbose=1 boot_VERBOSE=1",
	    0,
	    "loader=pvh|boot_verbosex=1|boot_verbos=1|oot_verbose=1|boot_=1|"
	    "boot=1|Boot_verbose=1|boot_VERBOSE=1|",
	    "");
}

static void
no_takes_a_variable_s_bit_back(void **state)
{
	(void)state;
	assert_args("boot_verbose=NO", 0, "loader=pvh|boot_verbose=NO|", "");
	assert_args("boot_verbose=no", 0, "loader=pvh|boot_verbose=no|", "");
	assert_args("boot_verbose=nO", 0, "loader=pvh|boot_verbose=nO|", "");
	assert_args("boot_verbose=n", 0x800, "loader=pvh|boot_verbose=n|", "");
	assert_args(
	    "boot_verbose=nn", 0x800, "loader=pvh|boot_verbose=nn|", "");
	assert_args(
	    "boot_verbose=non", 0x800, "loader=pvh|boot_verbose=non|", "");
	assert_args(
	    "boot_verbose=.o", 0x800, "loader=pvh|boot_verbose=.o|", "");
	assert_args("boot_verbose=NO boot_verbose=YES", 0x800,
	    "loader=pvh|boot_verbose=YES|", "");
	assert_args("boot_verbose=YES boot_verbose=NO", 0,
	    "loader=pvh|boot_verbose=NO|", "");
	assert_args("boot_verbose boot_single boot_verbose=NO", 2,
	    "loader=pvh|boot_single=1|boot_verbose=NO|", "");
	assert_args(
	    "-v boot_verbose=NO", 0x800, "loader=pvh|boot_verbose=NO|", "");
}

static void
the_rsdp_is_a_variable(void **state)
{
	(void)state;
	view.rsdp = 0xe0000;
	assert_args("a", 0, "loader=pvh|acpi.rsdp=0x00000000000e0000|a=1|", "");
	view.rsdp = 0xfedcba9876543210ull;
	assert_args(NULL, 0, "loader=pvh|acpi.rsdp=0xfedcba9876543210|", "");
	assert_args("acpi.rsdp=0 b", 0, "loader=pvh|acpi.rsdp=0|b=1|", "");
}

static void
the_door_s_name_is_whole(void **state)
{
	(void)state;
	bsd.loader = "loader=a-longer-one";
	assert_args("a", 0, "loader=a-longer-one|a=1|", "");
	bsd.loader = "loader=efi";
	assert_args("a", 0, "loader=efi|a=1|", "");
	bsd.loader = "loader=x";
	assert_args("a", 0, "loader=x|a=1|", "");
}

static void
a_line_of_64_kib_is_one_variable(void **state)
{
	static char line[BOOT_STRING];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[1] = '=';
	assert_true(args(line));
	assert_int_equal(bsd.kenv.count, 2);
	assert_string_equal(bsd.kenv.block + sizeof("loader=pvh"), line);
	memset(line, ' ', sizeof(line) - 1);
	assert_true(args(line));
	assert_int_equal(bsd.kenv.count, 1);
	memset(line, '-', sizeof(line) - 1);
	assert_true(args(line));
	assert_string_equal(printed(), OPTION("0x2d"));
}

static void
there_are_1024_variables_at_most(void **state)
{
	static char line[BOOT_STRING];
	size_t n = 0;
	uint32_t i;

	(void)state;
	for (i = 0; i < BOOT_VARIABLES - 1; i++)
		n += snprintf(line + n, sizeof(line) - n, "v%u=%u ", i, i);
	assert_true(args(line));
	assert_int_equal(bsd.kenv.count, BOOT_VARIABLES);
	snprintf(line + n, sizeof(line) - n, "v17=again");
	assert_true(args(line));
	assert_int_equal(bsd.kenv.count, BOOT_VARIABLES);
	snprintf(line + n, sizeof(line) - n, "w");
	assert_false(args(line));
	assert_refused(PVH_KENV_FULL, BOOT_VARIABLES, 0,
	    "kenv: no room for variable 1024");
}

#define OWN "loader=pvh\0acpi.rsdp=0x0000000000000001\0"

/*
 * The line's variables fit into an arena of this many bytes, and of no fewer.
 */
static void
assert_needs(
    uint32_t bytes, const char *line, const char *kenv, uint32_t length)
{
	uint32_t size;

	view.rsdp = 1;
	for (size = 0; size < bytes + 30; size++) {
		new_arena(size);
		assert_int_equal(args(line), size >= bytes);
		if (size >= bytes) {
			assert_int_equal(view.arena.used, length);
			assert_memory_equal(view.arena.base, kenv, length);
		} else {
			assert_int_equal(view.defect.code, PVH_KENV_FULL);
			assert_true(view.defect.index <= 6);
			assert_int_equal(view.defect.value, 0);
		}
	}
}
#define NEEDS(more, line, kenv) \
	assert_needs(           \
	    sizeof(OWN kenv) + (more), line, OWN kenv, sizeof(OWN kenv))

static void
a_full_arena_is_a_defect_at_any_size(void **state)
{
	(void)state;
	NEEDS(0, "", "");
	NEEDS(0, "a=1", "a=1\0");
	NEEDS(0, "b", "b=1\0");
	NEEDS(0, "'c=d e'", "c=d e\0");
	NEEDS(3, "-S9", "comconsole_speed=9\0"); /* and the word */
	NEEDS(4, "a=1 b a=2", "b=1\0a=2\0");     /* and the first a */
}

/*
 * The rules once more, in a plain way: words become a list, the list becomes a
 * block. Of each kind of warning the first is kept, in the order of the kinds.
 */
struct variable {
	char word[256];
	size_t name;
};
static struct variable list[256];
static uint32_t list_count, model_howto, model_warned;
static bool model_operands;
static char model_warnings[512];

static void
model_warn(int kind, const char *format, unsigned figure)
{
	size_t n = strlen(model_warnings);

	if ((model_warned & 1u << kind) != 0)
		return;
	model_warned |= 1u << kind;
	snprintf(
	    model_warnings + n, sizeof(model_warnings) - n, format, figure);
}

static void
model_set(const char *word)
{
	size_t name = strcspn(word, "=");
	struct variable v;
	uint32_t i, n = 0;

	snprintf(v.word, sizeof(v.word), "%s%s", word,
	    word[name] == '=' ? "" : "=1");
	v.name = name;
	for (i = 0; i < list_count; i++)
		if (list[i].name != name ||
		    strncmp(list[i].word, word, name) != 0 ||
		    (name >= 7 && strncmp(word + name - 7, ".device", 7) == 0))
			list[n++] = list[i];
	list[n++] = v;
	list_count = n;
}

#define MODEL_ROW(letter, name, bit) { letter, "boot_" name, bit },
static const struct {
	char letter;
	const char *name;
	uint32_t bit;
} model_table[] = { BOOTHOWTO(MODEL_ROW) };

static void
model_options(const char *word)
{
	char speed[300];
	uint32_t i;

	while (*++word != '\0') {
		if (*word == 'S') {
			snprintf(speed, sizeof(speed), "comconsole_speed=%s",
			    word + 1);
			model_set(speed);
			return;
		}
		for (i = 0; i < COUNT(model_table); i++)
			if (model_table[i].letter == *word)
				break;
		if (i < COUNT(model_table))
			model_howto |= model_table[i].bit;
		else
			model_warn(0, OPTION("0x%x"), (unsigned char)*word);
	}
}

/* Takes a word off the line; false if there is none. */
static bool
model_word(const char *line, size_t *at, size_t *start, char *word)
{
	char quote = '\0', c;
	size_t open = 0;

	*at += strspn(line + *at, " \t\n\r");
	*start = *at;
	if (line[*at] == '\0')
		return false;
	for (; (c = line[*at]) != '\0'; ++*at)
		if (c == quote) {
			quote = '\0';
		} else if (quote == '\0' && (c == '\'' || c == '"')) {
			quote = c;
			open = *at;
		} else if (quote == '\0' && strchr(" \t\n\r", c) != NULL) {
			break;
		} else {
			*word++ = c;
		}
	*word = '\0';
	if (quote != '\0')
		model_warn(1, NO_CLOSE("%u"), (unsigned)open);
	return true;
}

/* A variable's bit counts as it is in the end, whatever was there before. */
static void
model_howto_of_list(void)
{
	const char *value;
	uint32_t i, j;

	for (i = 0; i < list_count; i++) {
		value = list[i].word + list[i].name + 1;
		for (j = 0; j < COUNT(model_table); j++)
			if (strlen(model_table[j].name) == list[i].name &&
			    strncmp(model_table[j].name, list[i].word,
				list[i].name) == 0 &&
			    !(strlen(value) == 2 &&
				strchr("nN", value[0]) != NULL &&
				strchr("oO", value[1]) != NULL))
				model_howto |= model_table[j].bit;
	}
}

static void
model(const char *line)
{
	char word[300];
	size_t at = 0, start;

	list_count = model_howto = model_warned = 0;
	model_operands = false;
	model_warnings[0] = '\0';
	model_set("loader=pvh");
	while (model_word(line, &at, &start, word))
		if (!model_operands && strcmp(word, "--") == 0)
			model_operands = true;
		else if (!model_operands && word[0] == '-')
			model_options(word);
		else if (word[0] == '\0' || word[0] == '=')
			model_warn(2, NO_NAME("%u"), (unsigned)start);
		else
			model_set(word);
	model_howto_of_list();
}

static void
make_line(char *line, size_t size)
{
	static const char *const pieces[] = { " ", " ", " ", "\t", "\n", "\r",
		"'", "\"", "''", "=", "-", "-v", "-sx", "S", "a", "b", "ab",
		"a=", "x=1 2", "boot_verbose", "boot_single=", "=NO", "=no",
		"YES", "n", "o", "boot_ddb", "loader", "acpi.rsdp=0", "%n",
		"comconsole_speed", "-S96", " -- ", ".device", "d.device=1",
		"\x0b", "\x0c", "!", "#", "(" };
	const char *piece;
	char byte[2] = "";
	size_t n = 0;

	while (below(40) != 0) {
		piece = pieces[below(COUNT(pieces))];
		if (below(12) == 0) {
			byte[0] = (char)(1 + below(255));
			piece = byte;
		}
		if (n + strlen(piece) >= size)
			break;
		strcpy(line + n, piece);
		n += strlen(piece);
	}
	line[n] = '\0';
}

static void
any_line_is_read_as_the_rules_say(void **state)
{
	char line[240], *at;
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 30000; round++) {
		make_line(line, sizeof(line));
		model(line);
		assert_true(args(line));
		assert_string_equal(printed(), model_warnings);
		assert_int_equal(bsd.howto, model_howto);
		at = bsd.kenv.block;
		for (i = 0; i < list_count; i++) {
			assert_string_equal(at, list[i].word);
			at += strlen(at) + 1;
		}
		assert_int_equal(*at, '\0');
		assert_int_equal(bsd.kenv.count, list_count);
		assert_int_equal(view.arena.used, at + 1 - view.arena.base);
		assert_string_equal(line_copy, line);
	}
}

static int
no_rsdp(void **state)
{
	new_small(state);
	view.rsdp = 0;
	return 0;
}
#define ARGS(test) cmocka_unit_test_setup_teardown(test, no_rsdp, no_machine)

static const struct CMUnitTest tests[] = {
	ARGS(no_line_at_all),
	ARGS(letters_set_bits),
	ARGS(unknown_letters_are_warned_of_once),
	ARGS(two_dashes_end_the_options),
	ARGS(the_rest_of_a_word_after_s_is_a_speed),
	ARGS(names_and_values_make_variables),
	ARGS(a_later_word_replaces_an_earlier_one),
	ARGS(a_word_without_a_name_is_left_out),
	ARGS(quotes_keep_blanks),
	ARGS(a_quote_that_is_not_closed_ends_with_the_line),
	ARGS(boot_variables_set_bits_too),
	ARGS(no_takes_a_variable_s_bit_back),
	ARGS(the_rsdp_is_a_variable),
	ARGS(the_door_s_name_is_whole),
	ARGS(a_line_of_64_kib_is_one_variable),
	ARGS(there_are_1024_variables_at_most),
	ARGS(a_full_arena_is_a_defect_at_any_size),
	ARGS(any_line_is_read_as_the_rules_say),
};

MAIN("args")
