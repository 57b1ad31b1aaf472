/* SPDX-License-Identifier: BSD-2-Clause */
/* From settings to what is loaded, and to the kenv. */
#include "unit.h"
#include "conf.h"
#include "plan.h"
#include "words.h"

static struct settings settings;
static struct plan plan;
static struct plan_defect why;
static char text[0x20000], options[0x20000];

static void
left_out(uint32_t line, const char *reason)
{
	(void)line;
	(void)reason;
}

static bool
make(const char *lines, const char *words)
{
	settings.count = 0;
	memset(&plan, 0xa5, sizeof(plan));
	assert_true(strlen(lines) < sizeof(text));
	strcpy(text, lines);
	strcpy(options, words);
	conf_read(&settings, text, strlen(text), left_out);
	assert_true(words_read(&settings, options));
	return plan_make(&plan, &settings, &why);
}

/* The variables that main.c makes of the plan, separated by |. */
static const char *
kenv(void)
{
	static char all[0x20000];
	const char *s;
	uint32_t i;

	bsd.loader = "loader=efi";
	view.rsdp = 0;
	assert_true(args_open(&bsd));
	for (i = 0; i < plan.setting_count; i++)
		if (plan.setting[i]->name != NULL)
			assert_true(args_set(&bsd, plan.setting[i]->name,
			    plan.setting[i]->value));
		else
			assert_true(args_word(
			    &bsd, plan.setting[i]->value, plan.setting[i]->at));
	args_close(&bsd);
	all[0] = '\0';
	for (s = bsd.kenv.block; *s != '\0'; s += strlen(s) + 1) {
		strcat(all, s);
		strcat(all, "|");
	}
	return all;
}

static void
test_default(void **state)
{
	(void)state;
	assert_true(make("", ""));
	assert_string_equal(plan.kernel, "/boot/kernel/kernel");
	assert_int_equal(plan.module_count, 0);
	assert_string_equal(kenv(), "loader=efi|");
	assert_int_equal(bsd.howto, 0);
}

static void
test_kernel(void **state)
{
	(void)state;
	assert_true(make("kernel=\"old\"\nkernel=new", ""));
	assert_string_equal(plan.kernel, "/boot/new/kernel");
	assert_true(make("kernel=new", "kernel=\\a\\b"));
	assert_string_equal(plan.kernel, "\\a\\b");
	assert_true(make("kernel=new", "-v kernel=/x kernel=/y"));
	assert_string_equal(plan.kernel, "/y");
	assert_string_equal(kenv(), "loader=efi|");
	assert_int_equal(bsd.howto, 0x800);
}

/* Twice the same is once. */
static void
test_twice(void **state)
{
	(void)state;
	assert_true(make("m_load=YES\nm_load=YES", "m_load=YES -v"));
	assert_int_equal(plan.module_count, 1);
	assert_string_equal(kenv(), "loader=efi|");
}

static void
test_longest_path(void **state)
{
	char line[PLAN_PATH + 16];

	(void)state;
	sprintf(line, "kernel=/%0*d", PLAN_PATH - 2, 0);
	assert_true(make(line, ""));
	assert_string_equal(plan.kernel, line + strlen("kernel="));
	sprintf(line, "kernel=/%0*d", PLAN_PATH - 1, 0);
	assert_false(make(line, ""));
}

/* Several slashes in a row, of either kind, are one. */
static void
test_slashes(void **state)
{
	char line[PLAN_PATH * 3];

	(void)state;
	assert_true(make("kernel=//boot///a/\\/b/\na_load=YES\na_name=x//y\n",
	    "b_load=YES b_name=\\\\c\\d"));
	assert_string_equal(plan.kernel, "/boot/a/b/");
	assert_string_equal(plan.module[0].path, "x/y");
	assert_string_equal(plan.module[1].path, "\\c\\d");
	memset(line, '/', sizeof(line));
	memcpy(line, "kernel=", 7);
	memcpy(line + sizeof(line) - 2, "x", 2);
	assert_true(make(line, ""));
	assert_string_equal(plan.kernel, "/x");
}

static void
test_packed(void **state)
{
	(void)state;
	assert_true(make("a_load=YES\na_packed=\"YES\"\nb_load=YES\n"
			 "b_packed=no\nc_load=YES\nd_packed=YES",
	    "-v"));
	assert_int_equal(plan.module_count, 3);
	assert_true(plan.module[0].packed);
	assert_false(plan.module[1].packed);
	assert_false(plan.module[2].packed);
	assert_string_equal(kenv(), "loader=efi|d_packed=YES|");
}

static void
assert_module(uint32_t i, const char *path, const char *type, const char *args)
{
	assert_true(i < plan.module_count);
	assert_string_equal(plan.module[i].path, path);
	assert_string_equal(plan.module[i].type, type);
	assert_string_equal(plan.module[i].args, args);
}

static void
test_modules(void **state)
{
	(void)state;
	assert_true(make("b_load=\"YES\"\n"
			 "a_name=\"/boot/a\"\na_type=t\na_flags=\"f g\"\n"
			 "a_load=yes\nc_load=NO\nc_name=\"/c\"\n"
			 "d_name=other\n_load=\"what\"",
	    "e_load=Yes e_name=e.img"));
	assert_int_equal(plan.module_count, 3);
	assert_module(0, "/boot/kernel/b.ko", "md_image", "");
	assert_module(1, "/boot/a", "t", "f g");
	assert_module(2, "/boot/kernel/e.img", "md_image", "");
	assert_string_equal(kenv(), "loader=efi|d_name=other|_load=what|");
	assert_true(make("abc_load=YES\nabc.load=YES\n", ""));
	assert_int_equal(plan.module_count, 1);
	assert_module(0, "/boot/kernel/abc.ko", "md_image", "");
	assert_string_equal(kenv(), "loader=efi|abc.load=YES|");
	assert_true(make("a_load=YES\n", "a_load=NO"));
	assert_int_equal(plan.module_count, 0);
	assert_true(make("a_load=NO\n", "a_load=YES"));
	assert_int_equal(plan.module_count, 1);
}

/* The order is variables, kernel_options, load options; a later one wins. */
static void
test_order(void **state)
{
	(void)state;
	assert_true(make("kernel_options=\"-s b=2 c=2 motd='two words'\"\n"
			 "a=1\nb=1\nc=1\n",
	    "c=3 -v flag"));
	assert_string_equal(
	    kenv(), "loader=efi|a=1|b=2|motd=two words|c=3|flag=1|");
	assert_int_equal(bsd.howto, 0x802);
}

static void
test_quotes(void **state)
{
	(void)state;
	assert_true(make("a=\"it's \\\"so\\\"\"\nb=\"'\"\nc=\"\"\nd=\"  x \"",
	    "'e=f  g' h=\"i'j\""));
	assert_string_equal(
	    kenv(), "loader=efi|a=it's \"so\"|b='|c=|d=  x |e=f  g|h=i'j|");
	assert_string_equal(printed(), "");
}

/* A warning says where in its line the word stands. */
static void
test_places(void **state)
{
	(void)state;
	assert_true(make("kernel_options=\"-v '=a'\"", "b  'c d' =e"));
	assert_string_equal(kenv(), "loader=efi|b=1|c d=1|");
	assert_string_equal(printed(),
	    "pvh: warning: command line: no name in the word at byte 3\n");
	assert_int_equal(plan.setting[4]->at, 9);
	assert_string_equal(plan.setting[4]->value, "=e");
}

/* The plan fails because of setting NAME on this line; 0: a load option. */
static void
assert_defect(const char *lines, const char *words, const char *name,
    uint32_t line, const char *text_of)
{
	assert_false(make(lines, words));
	assert_string_equal(why.why, text_of);
	assert_string_equal(why.setting->name, name);
	assert_int_equal(why.setting->line, line);
}

static void
test_defects(void **state)
{
	static const char too_long[] = "the path is too long";
	static const char neither[] = "neither YES nor NO";
	static char lines[0x20000];
	uint32_t i;

	(void)state;
	assert_defect("a_load=maybe", "", "a_load", 1, neither);
	assert_defect("\na_load=N", "", "a_load", 2, neither);
	assert_defect("a_load=NON", "", "a_load", 1, neither);
	assert_defect("a_load=YE", "", "a_load", 1, neither);
	assert_defect("a_load=YES", "a_load=YESS", "a_load", 0, neither);
	assert_defect("a_load=YES\na_packed=1", "", "a_packed", 2, neither);
	sprintf(lines, "\nkernel=%0300d", 0);
	assert_defect(lines, "", "kernel", 2, too_long);
	assert_defect("kernel=a", lines + 1, "kernel", 0, too_long);
	sprintf(lines, "a_load=YES\na_name=\"%0300d\"", 0);
	assert_defect(lines, "", "a_name", 2, too_long);
	sprintf(lines, "a%0300d_load=YES", 0);
	assert_false(make(lines, ""));
	assert_string_equal(why.why, too_long);
	assert_int_equal(why.setting->line, 1);
	for (lines[0] = '\0', i = 0; i <= BOOT_MODULES; i++)
		sprintf(lines + strlen(lines), "m%u_load=YES\n", i);
	assert_defect(lines, "", "m64_load", 65, "too many modules");
	strcpy(lines, "kernel_options=\"");
	for (i = 0; i < SETTINGS_MAX; i++)
		strcat(lines, "a ");
	strcat(lines, "\"");
	assert_defect(lines, "", "kernel_options", 1, "too many words");
}

/* Every setting is used for a module or the kernel, or is in the kenv. */
static void
test_mutations(void **state)
{
	static const char *const parts[] = { "a", "b", "_load", "_name",
		"_type", "kernel", "_options", "=", "=", "=\"", "\"", " ", "\n",
		"YES", "NO", "/x", "-s", "'", "\\" };
	static char lines[0x1000];
	uint32_t round, n, i;

	(void)state;
	for (round = 0; round < 5000; round++) {
		lines[0] = '\0';
		for (n = below(60); n > 0; n--)
			strcat(lines, parts[below(COUNT(parts))]);
		settings.count = 0;
		strcpy(text, lines);
		strcpy(options, lines);
		conf_read(&settings, text, strlen(text), left_out);
		assert_true(words_read(&settings, options));
		if (!plan_make(&plan, &settings, &why)) {
			assert_non_null(why.why);
			continue;
		}
		kenv();
		for (n = 0, i = 0; i < settings.count; i++)
			n += !settings.setting[i].used;
		assert_int_equal(n, plan.setting_count);
		printed();
		new_arena(BOOT_ARENA);
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(test_default),
	SMALL(test_kernel),
	SMALL(test_twice),
	SMALL(test_longest_path),
	SMALL(test_slashes),
	SMALL(test_packed),
	SMALL(test_modules),
	SMALL(test_order),
	SMALL(test_quotes),
	SMALL(test_places),
	SMALL(test_defects),
	SMALL(test_mutations),
};
MAIN("plan")
