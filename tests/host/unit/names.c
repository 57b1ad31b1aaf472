/* SPDX-License-Identifier: BSD-2-Clause */
/* What the command line of a module says to FreeBSD. */
#include "unit.h"

static void
assert_words(
    const char *words, const char *name, const char *type, const char *args)
{
	char copy[128];

	strcpy(copy, words);
	memset(&bsd.module, 0xa5, sizeof(bsd.module));
	view.module[0] = (struct boot_module){ .cmdline = copy, .index = 3 };
	view.module_count = 1;
	assert_true(names_read(&bsd));
	assert_string_equal(bsd.module[0].name, name);
	assert_string_equal(bsd.module[0].type, type);
	assert_string_equal(bsd.module[0].args, args);
}

static void
a_module_has_a_name_a_type_and_args(void **state)
{
	(void)state;
	assert_words("initrd", "initrd", "md_image", "");
	assert_words("initrd type=elf", "initrd", "elf", "");
	assert_words("initrd type=elf a b=c", "initrd", "elf", "a b=c");
	assert_words("initrd a b=c", "initrd", "md_image", "a b=c");
	assert_words("initrd a type=elf", "initrd", "md_image", "a type=elf");
	assert_words("type=elf", "type=elf", "md_image", "");
	assert_words("initrd type=", "initrd", "md_image", "");
	assert_words("initrd type= a", "initrd", "md_image", "a");
	assert_words("initrd typeelf", "initrd", "md_image", "typeelf");
	assert_words("initrd type", "initrd", "md_image", "type");
	assert_words("initrd TYPE=elf", "initrd", "md_image", "TYPE=elf");
	assert_words(
	    "/boot/a=b\xc3\xa9 type=x=y %n", "/boot/a=b\xc3\xa9", "x=y", "%n");
}

static void
blanks_around_a_module_s_words_go(void **state)
{
	(void)state;
	assert_words(
	    "  \t initrd \n\r type=elf \t a  b ", "initrd", "elf", "a  b ");
	assert_words("initrd ", "initrd", "md_image", "");
	assert_words("initrd type=elf  ", "initrd", "elf", "");
}

static void
a_module_without_words_gets_a_name(void **state)
{
	static const char *const names[] = { "module0", "module1", "module9",
		"module10", "module42", "module63" };
	static const uint32_t modules[] = { 0, 1, 9, 10, 42, 63 };
	char blanks[] = " \t\r\n ", empty[] = "";
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++)
		view.module[i] = (struct boot_module){ .cmdline = i == 0 ? NULL
			    : i % 2 != 0 ? blanks
					 : empty,
			.index = modules[i] };
	view.module_count = COUNT(names);
	assert_true(names_read(&bsd));
	for (i = 0; i < COUNT(names); i++) {
		assert_string_equal(bsd.module[i].name, names[i]);
		assert_string_equal(bsd.module[i].type, "md_image");
		assert_string_equal(bsd.module[i].args, "");
	}
}

static void
a_name_that_is_made_up_needs_room(void **state)
{
	uint32_t size;

	(void)state;
	view.module[0] = (struct boot_module){ .index = 12 };
	view.module_count = 1;
	for (size = 0; size < sizeof("module12"); size++) {
		new_arena(size);
		assert_false(names_read(&bsd));
		assert_refused(PVH_MODULE_NAME_ARENA, 12, 0,
		    "module 12: no room for its name");
		assert_int_equal(view.arena.used, 0);
	}
	new_arena(size);
	assert_true(names_read(&bsd));
	assert_int_equal(view.arena.used, size);
}

static const struct CMUnitTest tests[] = {
	SMALL(a_module_has_a_name_a_type_and_args),
	SMALL(blanks_around_a_module_s_words_go),
	SMALL(a_module_without_words_gets_a_name),
	SMALL(a_name_that_is_made_up_needs_room),
};

MAIN("names")
