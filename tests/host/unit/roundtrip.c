/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kit writes is what the kernel's own reader reads. */
#include "reader.h"
#include "unit.h"

static struct reader got;
static char names[BOOT_MODULES][3][40];

static void
read_back(void)
{
	reader_read(&got, view.arena.base - view.arena.paddr, view.arena.paddr,
	    view.arena.paddr + view.arena.used, bsd.modulep);
	assert_null(got.error);
}

static void
assert_text(struct reader_string s, const char *expected)
{
	assert_int_equal(s.length, strlen(expected));
	assert_memory_equal(s.s, expected, s.length);
}

static void
assert_same_kernel(void)
{
	assert_int_equal(got.start, view.kernel.start);
	assert_int_equal(got.size, view.kernel.end - view.kernel.start);
	assert_int_equal(got.kernend, bsd.kernend);
	assert_int_equal(got.modulep, bsd.modulep);
	assert_int_equal(got.howto, bsd.howto);
}

static void
assert_same_map(const struct reader_range *ranges, uint32_t count)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	for (; count > 0; count--, ranges++) {
		assert_true(memmap_next(&view.map, &cursor, &r));
		assert_int_equal(r.first, ranges->first);
		assert_int_equal(r.last, ranges->last);
		assert_int_equal(r.type, ranges->type);
	}
	assert_false(memmap_next(&view.map, &cursor, &r));
}

static void
assert_same_modules(void)
{
	const struct boot_module *m = view.module;
	uint32_t i;

	assert_int_equal(got.module_count, view.module_count);
	for (i = 0; i < got.module_count; i++, m++) {
		assert_text(got.module[i].name, bsd.module[i].name);
		assert_text(got.module[i].type, bsd.module[i].type);
		assert_text(got.module[i].args, bsd.module[i].args);
		assert_int_equal(got.module[i].addr, m->paddr);
		assert_int_equal(got.module[i].size, m->size);
	}
}

/* The variables follow each other in the block. */
static void
assert_same_kenv(void)
{
	const char *s = bsd.kenv.block, *equals;
	uint32_t i;

	for (i = 0; *s != '\0'; i++, s += strlen(s) + 1) {
		equals = strchr(s, '=');
		assert_true(i < got.kenv_count);
		assert_int_equal(got.name[i].length, equals - s);
		assert_memory_equal(got.name[i].s, s, equals - s);
		assert_text(got.value[i], equals + 1);
	}
	assert_int_equal(got.kenv_count, i);
	assert_int_equal(got.howto_env, bsd.howto_env);
}

static void
assert_same(void)
{
	read_back();
	assert_same_kernel();
	assert_same_map(got.range, got.range_count);
	assert_same_map(got.swept, got.swept_count);
	assert_same_modules();
	assert_same_kenv();
}

/* Printable text without a blank at its end. */
static const char *
make_text(char *s, uint64_t length)
{
	uint64_t i;

	for (i = 0; i < length; i++)
		s[i] = (char)('!' + below(94));
	if (length > 2)
		s[length / 2] = ' ';
	s[length] = '\0';
	return s;
}

static void
make_map(void)
{
	uint32_t i;
	uint64_t a, b;

	memmap_clear(&view.map);
	for (i = 1 + (uint32_t)below(below(4) != 0 ? 12 : 300); i > 0; i--) {
		a = 1 + (any() >> (1 + below(50)));
		b = below(8) != 0 ? a + below(0x100000) : UINT64_MAX;
		memmap_paint(&view.map, a, b, 1 + (uint32_t)below(7));
	}
}

static void
make_modules(void)
{
	uint32_t i;

	view.module_count =
	    (uint32_t)below(below(4) != 0 ? 4 : BOOT_MODULES + 1);
	for (i = 0; i < view.module_count; i++) {
		view.module[i] = (struct boot_module){ any(), any(), NULL, i };
		bsd.module[i].name = make_text(names[i][0], below(30));
		bsd.module[i].type = make_text(names[i][1], below(30));
		bsd.module[i].args =
		    make_text(names[i][2], below(3) != 0 ? below(30) : 0);
	}
}

static void
make_cmdline(char *line)
{
	static const char *const words[] = { "-v", "-S9", "a", "b=c d",
		"x='y z'", "boot_single", "boot_ddb=NO", "loader=me", "",
		"boot_verbose=YES", "acpi.rsdp=0", "b=", "=", "\"q\"=r" };
	uint64_t n = below(12);

	line[0] = '\0';
	for (; n > 0; n--) {
		strcat(line, words[below(COUNT(words))]);
		strcat(line, " ");
	}
}

static void
any_view_comes_back_as_it_was(void **state)
{
	char line[200];
	uint32_t round;

	(void)state;
	for (round = 0; round < 1500; round++) {
		view.arena.used = (uint32_t)below(50);
		view.warned = ~0ull;
		make_map();
		make_modules();
		make_cmdline(line);
		view.cmdline = line;
		view.rsdp = below(2) != 0 ? any() : 0;
		bsd.kernend = any();
		assert_true(args_parse(&bsd));
		assert_true(preload_write(&bsd));
		assert_same();
	}
}

static void
a_boot_comes_back_as_it_was(void **state)
{
	const struct hvm_modlist_entry list[] = {
		{ 0x300000, 0x1000, give_string("initrd type=raw a b c"), 0 },
		{ 0x310000, 0x0fff, 0, 0 }
	};
	const struct hvm_memmap_table_entry map[] = { { 0x100000, 0x300000, RAM,
							  0 },
		{ 0, 0x9fc00, RAM, 0 }, { 0xf0000, 0x20000, RESERVED, 0 } };

	(void)state;
	give_modules(list, 2);
	give_map(map, 3);
	info()->cmdline_paddr = give_string("-s boot_verbose=YES x='1 2'");
	info()->rsdp_paddr = MIB;
	assert_true(door());
	assert_same();
	assert_int_equal(got.howto, 0x802);
	assert_int_equal(got.kenv_count, 4);
	assert_text(got.name[0], "loader");
	assert_text(got.value[0], "pvh");
	assert_text(got.name[1], "acpi.rsdp");
	assert_text(got.value[1], "0x0000000000100000");
	assert_text(got.value[3], "1 2");
	assert_text(got.module[0].args, "a b c");
	assert_text(got.module[1].name, "module1");
	assert_int_equal(got.kernend, 0x2c2000);
	assert_int_equal(got.range_count, 5);
	assert_int_equal(got.range[1].first, 0xf0000);
	assert_int_equal(got.range[1].last, 0x10ffff);
}

static void
as_much_as_fits_comes_back(void **state)
{
	static char line[BOOT_STRING];
	size_t n = 0;
	uint64_t i;

	(void)state;
	memmap_clear(&view.map);
	for (i = 0; memmap_paint(&view.map, i * 32, i * 32 + 15, RAM);)
		i++;
	do
		make_modules();
	while (view.module_count < BOOT_MODULES);
	for (i = 0; i < BOOT_VARIABLES - 1; i++)
		n += snprintf(line + n, sizeof(line) - n, "v%llu=%llu ",
		    (unsigned long long)i, (unsigned long long)i * 77);
	view.cmdline = line;
	view.rsdp = 0;
	bsd.kernend = DOOR_END;
	assert_true(args_parse(&bsd));
	assert_true(preload_write(&bsd));
	assert_same();
	assert_int_equal(got.kenv_count, BOOT_VARIABLES);
}

static const struct CMUnitTest tests[] = {
	SMALL(any_view_comes_back_as_it_was),
	SMALL(a_boot_comes_back_as_it_was),
	SMALL(as_much_as_fits_comes_back),
};

MAIN("roundtrip")
