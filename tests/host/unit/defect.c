/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines that are printed for people. */
#include "unit.h"

static void
assert_line(
    enum pvh_code code, uint32_t index, uint64_t value, const char *line)
{
	pvh_print("pvh: ", (struct pvh_defect){ code, index, value });
	assert_string_equal(printed(), line);
}

/* Fills in the text's figures, in another way than the kit does. */
static void
fill_in(char *to, size_t size, const char *text, uint32_t index, uint64_t value)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		if (*text == '#')
			n += snprintf(to + n, size - n, "%u", index);
		else if (*text == '@')
			n += snprintf(to + n, size - n, "0x%llx",
			    (unsigned long long)value);
		else
			n += snprintf(to + n, size - n, "%c", *text);
	snprintf(to + n, size - n, "\n");
}

static void
every_defect_prints_its_index_and_value(void **state)
{
#define TEXT(code, text) text,
	static const char *const texts[] = { PVH_DEFECTS(TEXT) };
	char expected[256] = "pvh: ";
	uint32_t code;

	(void)state;
	assert_int_equal(COUNT(texts), PVH_CODES);
	for (code = 0; code < PVH_CODES; code++) {
		fill_in(expected + 5, sizeof(expected) - 5, texts[code],
		    code * 1000 + 7, 0xfedcba9876543210ull + code);
		assert_line(code, code * 1000 + 7, 0xfedcba9876543210ull + code,
		    expected);
	}
}

static void
no_two_defects_print_the_same(void **state)
{
	static char lines[PVH_CODES][256];
	uint32_t i, j;

	(void)state;
	for (i = 0; i < PVH_CODES; i++) {
		pvh_print("", (struct pvh_defect){ i, 3, 0x1000 });
		strcpy(lines[i], printed());
		for (j = 1; j < i; j++)
			if (i != PVH_WARNINGS && i != PVH_ONCE)
				assert_string_not_equal(lines[i], lines[j]);
	}
}

static void
figures_have_no_leading_zeroes(void **state)
{
	(void)state;
	assert_line(PVH_MODULE_RANGE, 0, 0,
	    "pvh: module 0: data at 0x0 is out of reach; it is left out\n");
	assert_line(PVH_MODULE_RANGE, UINT32_MAX, UINT64_MAX,
	    "pvh: module 4294967295: data at 0xffffffffffffffff is out of "
	    "reach; it is left out\n");
	assert_line(PVH_MODULE_RANGE, 10, 0xabcdef,
	    "pvh: module 10: data at 0xabcdef is out of reach; it is left "
	    "out\n");
	assert_line(PVH_MAGIC, 0, 0x61616161,
	    "pvh: start_info: magic is 0x61616161, not 0x336ec578\n");
	pvh_put_number(UINT64_MAX, 10);
	assert_string_equal(printed(), "18446744073709551615");
}

static void
a_defect_is_noted_and_not_printed(void **state)
{
	(void)state;
	assert_false(pvh_defect(&view, PVH_MODULE_NO_ROOM, 65, 64));
	assert_int_equal(view.defect.code, PVH_MODULE_NO_ROOM);
	assert_int_equal(view.defect.index, 65);
	assert_int_equal(view.defect.value, 64);
	assert_string_equal(printed(), "");
}

static void
a_warning_of_a_module_is_printed_each_time_any_other_once(void **state)
{
	uint32_t code, i;

	(void)state;
	for (code = PVH_WARNINGS + 1; code < PVH_CODES; code++) {
		pvh_warn(&view, code, 5, 0x123);
		assert_non_null(strstr(printed(), "pvh: warning: "));
		for (i = 0; i < 3; i++) {
			pvh_warn(&view, code, i, i);
			assert_int_equal(
			    strlen(printed()) > 0, code < PVH_ONCE);
		}
	}
	pvh_warn(&view, PVH_ODD_FLAGS, 0, 0x20);
	assert_string_equal(printed(), "");
	view.warned = 0;
	pvh_warn(&view, PVH_ODD_FLAGS, 0, 0x20);
	assert_string_equal(
	    printed(), "pvh: warning: start_info: unknown flags 0x20\n");
}

static const struct CMUnitTest tests[] = {
	SMALL(every_defect_prints_its_index_and_value),
	SMALL(no_two_defects_print_the_same),
	SMALL(figures_have_no_leading_zeroes),
	SMALL(a_defect_is_noted_and_not_printed),
	SMALL(a_warning_of_a_module_is_printed_each_time_any_other_once),
};

MAIN("print")
