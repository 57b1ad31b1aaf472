/* SPDX-License-Identifier: BSD-2-Clause */
/* Which CPUs the Limine room finds in ACPI's tables. */
#include "unit.h"

/* Other tests' programs may have the file itself. */
#define madt_find find
#define madt_next next
#include "arch/pvh/limine/madt.c"

#define RSDP_AT 0x1001
#define RSDT_AT 0x2003
#define XSDT_AT 0x3005
#define MADT_AT 0x4007
#define NONE    UINT32_MAX

/* Writes a little-endian number. */
static void
put(uint64_t paddr, uint64_t value, uint32_t size)
{
	for (; size > 0; size--, value >>= 8)
		memory[paddr++] = (unsigned char)value;
}

/* Makes the bytes of a table sum up to 0. */
static void
seal(uint64_t paddr)
{
	uint64_t size = word(memory + paddr + 4), i;
	unsigned char sum = 0;

	for (i = 0; i < size; i++)
		sum = (unsigned char)(sum + memory[paddr + i]);
	memory[paddr + 9] = (unsigned char)(memory[paddr + 9] - sum);
}

static void
put_table(
    uint64_t paddr, const char *signature, const void *body, uint64_t size)
{
	memset(memory + paddr, 0, HEADER_SIZE);
	memcpy(memory + paddr, signature, 4);
	put(paddr + 4, HEADER_SIZE + size, 4);
	memcpy(memory + paddr + HEADER_SIZE, body, size);
	seal(paddr);
}

/* Entries of a MADT, behind its own 8 bytes. */
static void
put_madt(const void *entries, uint64_t size)
{
	unsigned char body[512] = { 0 };

	assert_true(8 + size <= sizeof(body));
	memcpy(body + 8, entries, size);
	put_table(MADT_AT, "APIC", body, 8 + size);
}

/* All tables: revision 2, an RSDT and an XSDT whose last table is the MADT. */
static int
new_acpi(void **state)
{
	static const unsigned char one[] = { 0, 8, 5, 6, 1, 0, 0, 0 };
	const uint32_t rsdt[] = { RSDP_AT, 0, MADT_AT };
	const uint64_t xsdt[] = { 1ull << 40, RSDT_AT, MADT_AT };

	new_small(state);
	put_madt(one, sizeof(one));
	put_table(RSDT_AT, "RSDT", rsdt, sizeof(rsdt));
	put_table(XSDT_AT, "XSDT", xsdt, sizeof(xsdt));
	memset(memory + RSDP_AT, 0, 36);
	memory[RSDP_AT + RSDP_REVISION] = 2;
	put(RSDP_AT + RSDP_RSDT, RSDT_AT, 4);
	put(RSDP_AT + RSDP_XSDT, XSDT_AT, 8);
	view.rsdp = RSDP_AT;
	return 0;
}
#define ACPI(test) cmocka_unit_test_setup_teardown(test, new_acpi, no_machine)

/* The CPUs are these pairs of processor ID and APIC ID, which end with NONE. */
static void
assert_cpus(const uint32_t *expected)
{
	struct madt madt = madt_find(&view);
	struct madt_cpu cpu;
	uint32_t at = 0;

	for (; *expected != NONE; expected += 2) {
		assert_true(madt_next(&madt, &at, &cpu));
		assert_int_equal(cpu.processor_id, expected[0]);
		assert_int_equal(cpu.apic_id, expected[1]);
	}
	assert_false(madt_next(&madt, &at, &cpu));
}
#define ONE_CPU ((const uint32_t[]){ 5, 6, NONE })
#define NO_CPU  ((const uint32_t[]){ NONE })

static void
the_madt_is_in_the_xsdt_or_in_the_rsdt(void **state)
{
	(void)state;
	assert_cpus(ONE_CPU);
	memory[RSDT_AT]++;
	assert_cpus(ONE_CPU);
	memory[RSDP_AT + RSDP_REVISION] = 0;
	assert_cpus(NO_CPU);
	memory[RSDT_AT]--;
	assert_cpus(ONE_CPU);
	memory[RSDP_AT + RSDP_REVISION] = 2;
	memory[XSDT_AT + 9]++;
	assert_cpus(ONE_CPU);
	put(RSDT_AT + HEADER_SIZE + 12, 1, 4); /* behind it */
	assert_cpus(ONE_CPU);
	memory[RSDT_AT + 9]++;
	assert_cpus(NO_CPU);
	memory[XSDT_AT + 9]--;
	assert_cpus(ONE_CPU);
	put(XSDT_AT + HEADER_SIZE + 16, 1ull << 32 | MADT_AT, 8);
	seal(XSDT_AT);
	assert_cpus(NO_CPU);
}

static void
what_is_not_sound_counts_as_none(void **state)
{
	(void)state;
	view.rsdp = 0;
	assert_cpus(NO_CPU);
	view.rsdp = WINDOW - 19;
	assert_cpus(NO_CPU);
	view.rsdp = RSDP_AT;
	put(RSDP_AT + RSDP_RSDT, UINT32_MAX, 4);
	put(RSDP_AT + RSDP_XSDT, UINT64_MAX, 8);
	assert_cpus(NO_CPU);
	put(RSDP_AT + RSDP_XSDT, XSDT_AT, 8);
	assert_cpus(ONE_CPU);
	memory[MADT_AT + 9]++;
	assert_cpus(NO_CPU);
	memory[MADT_AT + 9]--;
	put(MADT_AT + 4, 35, 4); /* lengths */
	seal(MADT_AT);
	assert_cpus(NO_CPU);
	put(MADT_AT + 4, 43, 4);
	seal(MADT_AT);
	assert_cpus(NO_CPU);
	put(MADT_AT + 4, TABLE_MAX + 1, 4);
	seal(MADT_AT);
	assert_cpus(NO_CPU);
	put(MADT_AT + 4, UINT32_MAX, 4);
	assert_cpus(NO_CPU);
	put(MADT_AT + 4, TABLE_MAX, 4);
	put(MADT_AT + 52, 0, 2);
	seal(MADT_AT);
	assert_cpus(ONE_CPU);
}

static void
an_rsdp_at_the_end_of_memory_has_no_xsdt(void **state)
{
	(void)state;
	view.rsdp = WINDOW - 31;
	memcpy(memory + view.rsdp, memory + RSDP_AT, 31);
	assert_cpus(ONE_CPU);
	put(view.rsdp + RSDP_RSDT, 0, 4);
	assert_cpus(NO_CPU);
}

static void
half_an_address_at_the_end_of_memory_is_none(void **state)
{
	(void)state;
	put_table(WINDOW - 40, "XSDT", "half", 4);
	put(RSDP_AT + RSDP_XSDT, WINDOW - 40, 8);
	assert_cpus(ONE_CPU); /* the RSDT has it */
}

static void
enabled_entries_of_two_types_are_cpus(void **state)
{
	static const unsigned char entries[] = { 1, 12, 0, 0, 1, 1, 1, 1, 1, 1,
		1, 1, 0, 8, 1, 2, 1, 0, 0, 0, 0, 8, 2, 3, 2, 0, 0, 0, 0, 8, 3,
		255, 1, 0, 0, 0, 9, 16, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0, 7, 0, 0,
		1, 9, 16, 0, 0, 255, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 9, 16, 0,
		0, 255, 255, 255, 255, 1, 0, 0, 0, 9, 0, 0, 0, 9, 16, 0, 0, 1,
		0, 0, 0, 0, 1, 1, 1, 9, 0, 0, 0, 0, 10, 4, 254, 1, 0, 0, 0, 1,
		1 };

	(void)state;
	put_madt(entries, sizeof(entries));
	assert_cpus(
	    (const uint32_t[]){ 1, 2, 0x1000007, 256, 8, 255, 4, 254, NONE });
}

/* Bytes of entries, after which nothing counts; and one that is too short. */
static const struct {
	unsigned char bytes[8];
	uint32_t size;
	bool ends;
} odd[] = {
	{ { 0, 0 }, 2, true },
	{ { 0, 1 }, 2, true },
	{ { 3, 255 }, 2, true },
	{ { 0, 7, 1, 1, 1, 0, 0 }, 7, false },
	{ { 9, 8, 0, 0, 1, 0, 0, 0 }, 8, false },
};

static void
an_entry_that_makes_no_sense_ends_the_list(void **state)
{
	static const unsigned char one[] = { 0, 8, 5, 6, 1, 0, 0, 0 };
	unsigned char entries[24];
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(odd); i++) {
		memcpy(entries, one, 8);
		memcpy(entries + 8, odd[i].bytes, odd[i].size);
		memcpy(entries + 8 + odd[i].size, one, 8);
		put_madt(entries, 16 + odd[i].size);
		if (odd[i].ends)
			assert_cpus(ONE_CPU);
		else
			assert_cpus((const uint32_t[]){ 5, 6, 5, 6, NONE });
	}
	put_madt(one, 1);
	assert_cpus(NO_CPU);
	put_madt(one, 7);
	assert_cpus(NO_CPU);
	put_madt(one, 0);
	assert_cpus(NO_CPU);
}

/* The last bytes of memory are the table's; none beyond is read. */
static void
no_byte_beyond_the_table_is_read(void **state)
{
	unsigned char bytes[100];
	uint32_t round, i;
	struct madt madt;
	struct madt_cpu cpu;

	(void)state;
	for (round = 0; round < 20000; round++) {
		madt.size = 44 + (uint32_t)below(56);
		madt.bytes = memory + WINDOW - madt.size;
		for (i = 0; i < sizeof(bytes); i++)
			bytes[i] =
			    (unsigned char)below(below(2) == 0 ? 256 : 17);
		memcpy(memory + WINDOW - madt.size, bytes, madt.size);
		for (i = 0; madt_next(&madt, &i, &cpu);)
			assert_true(i <= madt.size);
	}
}

static const struct CMUnitTest tests[] = {
	ACPI(the_madt_is_in_the_xsdt_or_in_the_rsdt),
	ACPI(what_is_not_sound_counts_as_none),
	ACPI(an_rsdp_at_the_end_of_memory_has_no_xsdt),
	ACPI(half_an_address_at_the_end_of_memory_is_none),
	ACPI(enabled_entries_of_two_types_are_cpus),
	ACPI(an_entry_that_makes_no_sense_ends_the_list),
	ACPI(no_byte_beyond_the_table_is_read),
};

MAIN("madt")
