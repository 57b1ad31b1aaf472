/* SPDX-License-Identifier: BSD-2-Clause */
/* How ACPI powers a machine off, as the kernel reads it: FADT and \_S5_. */
#include "unit.h"
#include "kern/fadt.h"
#include "kern/machine.h"
#include "kern/s5.h"

#define HEADER  36
#define RSDP_AT 0x1001
#define XSDT_AT 0x2003
#define FADT_AT 0x3005
#define DSDT_AT 0x4007
#define SSDT_AT 0x5009

#define V1      116 /* lengths of a FADT */
#define V3      244
#define V5      268
#define REDUCED (1u << 20)

/* The kernel's own way to memory. */
void *
pmap_map(uint64_t paddr, uint64_t len)
{
	return physmem_at(&view.mem, paddr, len);
}

/* Writes a little-endian number. */
static void
put(uint64_t paddr, uint64_t value, uint32_t size)
{
	for (; size > 0; size--, value >>= 8)
		memory[paddr++] = (unsigned char)value;
}

/* Makes the bytes that have the one at sum add up to 0. */
static void
seal(uint64_t paddr, uint32_t size, uint32_t sum)
{
	unsigned char total = 0;
	uint32_t i;

	for (i = 0; i < size; i++)
		total += memory[paddr + i];
	memory[paddr + sum] -= total;
}

static void
put_table(
    uint64_t paddr, const char *signature, const void *body, uint32_t size)
{
	memset(memory + paddr, 0, HEADER);
	memcpy(memory + paddr, signature, 4);
	put(paddr + 4, HEADER + size, 4);
	memcpy(memory + paddr + HEADER, body, size);
	seal(paddr, HEADER + size, 9);
}

static void
put_aml(uint64_t paddr, const char *signature, const char *s5, uint32_t size)
{
	char body[64] = "\x10\x05_SB_Z_S5_";

	memcpy(body + 16, s5, size);
	put_table(paddr, signature, body, 16 + size);
}
#define AML(paddr, signature, s5) put_aml(paddr, signature, s5, sizeof(s5) - 1)

/* Changes the FADT and its length; the rest of it stays as it is. */
static void
set(uint32_t length, uint32_t at, uint64_t value, uint32_t size)
{
	put(FADT_AT + 4, length, 4);
	put(FADT_AT + at, value, size);
	memory[FADT_AT + 9] = 0;
	seal(FADT_AT, length, 9);
}

static void
set_gas(uint32_t length, uint32_t at, unsigned char space, uint64_t address)
{
	set(length, at, space, 1);
	set(length, at + 4, address, 8);
}

/* QEMU's tables of a pc, but for PM1b; an XSDT has all tables. */
static int
new_acpi(void **state)
{
	const uint64_t xsdt[] = { 1ull << 40, FADT_AT, SSDT_AT };
	static const char nothing[V5] = { 0 };

	new_small(state);
	memset(memory + RSDP_AT, 0, HEADER);
	memcpy(memory + RSDP_AT, "RSD PTR ", 8);
	memory[RSDP_AT + 15] = 2;
	put(RSDP_AT + 20, 36, 4);
	put(RSDP_AT + 24, XSDT_AT, 8);
	seal(RSDP_AT, 20, 8);
	seal(RSDP_AT, 36, 32);
	put_table(XSDT_AT, "XSDT", xsdt, sizeof(xsdt));
	put_table(FADT_AT, "FACP", nothing, V5 - HEADER);
	set(V1, 40, DSDT_AT, 4);
	set(V1, 64, 0x604, 4);
	set(V1, 68, 0x804, 4);
	AML(DSDT_AT, "DSDT", "\x08_S5_\x12\x07\x04\x01\x0a\x07\0\0");
	AML(SSDT_AT, "SSDT", "\x08_S4_\x12\x06\x04\x02\x02\0\0");
	return 0;
}
#define ACPI(test) cmocka_unit_test_setup_teardown(test, new_acpi, no_machine)

static struct fadt_register reg[FADT_REGISTERS];

static unsigned
found(void)
{
	memset(reg, 0xa5, sizeof(reg));
	return fadt_power_off(RSDP_AT, reg);
}

static void
assert_reg(unsigned i, unsigned kind, uint64_t address, uint16_t value)
{
	assert_int_equal(reg[i].kind, kind);
	assert_int_equal(reg[i].address, address);
	assert_int_equal(reg[i].value, value);
}

static void
pm1_takes_both_types(void **state)
{
	(void)state;
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
	assert_reg(1, FADT_PM1_PORT, 0x804, 0x3c00);
	set(V1, 68, 0, 4);
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
	set(V1, 64, 0, 4); /* PM1b alone makes no sense */
	set(V1, 68, 0x804, 4);
	assert_int_equal(found(), 0);
}

static void
longer_fields_win_if_they_are_there(void **state)
{
	(void)state;
	set_gas(V3, 172, 1, 0xb004);
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0xb004, 0x2400);
	assert_reg(1, FADT_PM1_PORT, 0x804, 0x3c00);
	set_gas(V3, 184, 1, 0xb104);
	assert_int_equal(found(), 2);
	assert_reg(1, FADT_PM1_PORT, 0xb104, 0x3c00);
	set(195, 68, 0x804, 4); /* cut */
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0xb004, 0x2400);
	assert_reg(1, FADT_PM1_PORT, 0x804, 0x3c00);
	set(183, 68, 0, 4);
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
	AML(0x7001, "DSDT", "\x08_S5_\x12\x03\x01\x03");
	set(V3, 140, 0x7001, 8);
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0xb004, 0x2c00);
	assert_reg(1, FADT_PM1_PORT, 0xb104, 0x2c00);
	set(147, 40, DSDT_AT, 4);
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
}

static void
other_spaces_and_ports_beyond_64_kib_do_not_count(void **state)
{
	static const unsigned char spaces[] = { 0, 2, 3, 0x7f, 0xff };
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(spaces); i++) {
		set_gas(V3, 172, spaces[i], 0xb004);
		assert_int_equal(found(), 2);
		assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
	}
	set_gas(V3, 172, 1, 0xffff);
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2400);
	set_gas(V3, 172, 1, 0xfffe);
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0xfffe, 0x2400);
	set(V1, 64, 0xffff, 4);
	assert_int_equal(found(), 0);
	set(V1, 64, 0x10604, 4);
	assert_int_equal(found(), 0);
}

static void
hardware_reduced_has_one_register(void **state)
{
	(void)state;
	set(V5, 112, REDUCED, 4);
	assert_int_equal(found(), 0);
	set_gas(V5, 244, 1, 0x600);
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_SLEEP_PORT, 0x600, 0x24);
	AML(DSDT_AT, "DSDT", "\x08_S5_\x12\x04\x01\x0a\x05");
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_SLEEP_PORT, 0x600, 0x34);
	set_gas(V5, 244, 0, 0xfea00200);
	assert_int_equal(found(), 1);
	assert_reg(0, FADT_SLEEP_MEMORY, 0xfea00200, 0x34);
	set_gas(V5, 244, 0, 0);
	assert_int_equal(found(), 0);
	set_gas(V5, 244, 2, 0x600);
	assert_int_equal(found(), 0);
	set_gas(V5, 244, 1, 0x10600);
	assert_int_equal(found(), 0);
	set_gas(V5, 244, 1, 0x600);
	set(255, 112, REDUCED, 4); /* cut */
	assert_int_equal(found(), 0);
	set(V5, 112, ~REDUCED, 4); /* and so this is another machine */
	assert_int_equal(found(), 2);
}

/* No byte can change without the table being left out. */
static void
what_fails_its_check_is_left_out(void **state)
{
	static const uint32_t tables[][2] = { { RSDP_AT, HEADER },
		{ XSDT_AT, HEADER + 24 }, { FADT_AT, V1 },
		{ DSDT_AT, HEADER + 16 + 13 } };
	uint32_t i, k;

	(void)state;
	for (i = 0; i < COUNT(tables); i++)
		for (k = 0; k < tables[i][1]; k++) {
			memory[tables[i][0] + k] ^= 0x40;
			assert_int_equal(found(), 0);
			memory[tables[i][0] + k] ^= 0x40;
			assert_int_equal(found(), 2);
		}
}

static void
nothing_is_found_in_what_is_cut_or_absent(void **state)
{
	static const uint32_t lengths[] = { 0, HEADER - 1, V1 - 1, 1u << 20,
		(1u << 20) + 1, UINT32_MAX };
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(lengths); i++) {
		put(FADT_AT + 4, lengths[i], 4);
		if (lengths[i] < WINDOW - FADT_AT) {
			memory[FADT_AT + 9] = 0;
			seal(FADT_AT, lengths[i], 9);
		}
		assert_int_equal(found(), lengths[i] == 1u << 20 ? 2 : 0);
	}
	set(V1, 40, 0, 4);
	assert_int_equal(found(), 0);
	AML(0x7001, "OEMX", "\x08_S5_\x12\x03\x01\x03");
	set(V1, 40, 0x7001, 4);
	assert_int_equal(found(), 0);
	set(V1, 40, WINDOW - HEADER, 4);
	assert_int_equal(found(), 0);
	set(V1, 40, DSDT_AT, 4);
	memcpy(memory + XSDT_AT, "RSDT", 4);
	assert_int_equal(found(), 0);
	assert_int_equal(fadt_power_off(0, reg), 0);
	assert_int_equal(fadt_power_off(UINT64_MAX, reg), 0);
	assert_int_equal(fadt_power_off(WINDOW - 19, reg), 0);
}

static void
an_ssdt_can_have_it(void **state)
{
	(void)state;
	AML(DSDT_AT, "DSDT", "");
	assert_int_equal(found(), 0);
	AML(SSDT_AT, "SSDT", "\x08\\_S5_\x12\x06\x04\x02\x03\0\0");
	assert_int_equal(found(), 2);
	assert_reg(0, FADT_PM1_PORT, 0x604, 0x2800);
	assert_reg(1, FADT_PM1_PORT, 0x804, 0x2c00);
	AML(SSDT_AT, "XSDT", "\x08\\_S5_\x12\x06\x04\x02\x03\0\0");
	assert_int_equal(found(), 0);
}

/* A table that ends where its memory ends: ASan watches. */
static bool
reads(const char *aml, uint32_t size, unsigned type[2])
{
	struct acpi_table t = { .length = HEADER + size };
	unsigned char *data = malloc(t.length);
	bool ok;

	memset(data, 0, HEADER);
	memcpy(data + HEADER, aml, size);
	t.data = data;
	ok = s5_find(&t, type);
	free(data);
	return ok;
}

static const struct {
	const char *aml;
	uint32_t size;
	int first, second; /* -1: it is refused */
} packages[] = {
#define S5(bytes, first, second)                        \
	{                                               \
		bytes, sizeof(bytes) - 1, first, second \
	}
	S5("\x08_S5_\x12\x06\x04\0\0\0\0", 0, 0),
	S5("\x08_S5_\x12\x07\x04\x0a\x05\0\0\0", 5, 0),
	S5("\x08_S5_\x12\x07\x04\x01\x0a\x07\0\0", 1, 7),
	S5("\x08\\_S5_\x12\x04\x02\x06\x07", 6, 7),
	S5("\x08_S5_\x12\x04\x01\x0a\x05", 5, 5),
	S5("\x08_S5_\x12\x45\0\x02\x05\x06", 5, 6), /* lengths of 2 to 4 */
	S5("\x08_S5_\x12\x86\0\0\x02\x05\x06", 5, 6),
	S5("\x08_S5_\x12\xc7\0\0\0\x02\x05\x06", 5, 6),
	S5("\x08_S5_\x12\x75\0\x02\x05\x06", 5, 6),
	S5("\x08_S5_\x12\x40\x01\x02\x05\x06___________", 5, 6),
	S5("\x08_S5_\x12\x11\x02\x05\x06_____________", 5, 6),
	S5("x_S5_\x12_S5_\x08_S5_\x12\x04\x02\x05\x06", 5, 6),
	S5("\x08_S5_", -1, 0),
	S5("\x08_S5_\x12", -1, 0),
	S5("\x08_S5_\x12\x04", -1, 0),
	S5("\x08_S5_\x12\x04\x02", -1, 0),
	S5("\x08_S5_\x12\x04\x02\x05", -1, 0),
	S5("\x08_S5_\x12\x05\x02\x05\x06", -1, 0), /* beyond the table */
	S5("\x08_S5_\x12\x01\x02\x05\x06", -1, 0), /* ends before it begins */
	S5("\x08_S5_\x12\x00\x02\x05\x06", -1, 0),
	S5("\x08_S5_\x12\x03\x02\x05\x06", -1, 0),
	S5("\x08_S5_\x12\x04\x02\x05\x0a", -1, 0),
	S5("\x08_S5_\x12\x04\x00\x05\x06", -1, 0),
	S5("\x08_S5_\x12\x04\x02\x08\x06", -1, 0), /* types of 3 bits */
	S5("\x08_S5_\x12\x05\x02\x0a\x08\x06", -1, 0),
	S5("\x08_S5_\x12\x04\x02\xff\x06", -1, 0),
	S5("\x08_S5_\x12\x06\x02\x0b\x05\0\x06", -1, 0),
	S5("\x08_S5_\x12\xc4\xff\xff\xff\x02\x05\x06", -1, 0),
	S5("\x08_S5_\x12\x45", -1, 0),
	S5("\x08_S5_\x12\xc7\0\0", -1, 0),
	S5("x_S5_\x12\x04\x02\x05\x06", -1, 0), /* no name is defined */
	S5("x\\_S5_\x12\x04\x02\x05\x06", -1, 0),
	S5("\x08_S5_\x11\x04\x02\x05\x06", -1, 0), /* nor a package */
	S5("\x08_S4_\x12\x04\x02\x05\x06", -1, 0),
	S5("_S5_\x12\x04\x02\x05\x06", -1, 0),
	S5("\\_S5_\x12\x04\x02\x05\x06", -1, 0),
	S5("", -1, 0),
};

static void
packages_are_read_with_care(void **state)
{
	unsigned type[2];
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(packages); i++) {
		if (packages[i].first < 0) {
			assert_false(
			    reads(packages[i].aml, packages[i].size, type));
			continue;
		}
		assert_true(reads(packages[i].aml, packages[i].size, type));
		assert_int_equal(type[0], packages[i].first);
		assert_int_equal(type[1], packages[i].second);
	}
}

/* Whatever the bytes are, none beyond the table is read. */
static void
any_bytes_can_be_read(void **state)
{
	char aml[64];
	unsigned type[2];
	uint32_t i, k, hits = 0;

	(void)state;
	for (i = 0; i < 20000; i++) {
		k = (uint32_t)below(COUNT(packages));
		memset(aml, (int)below(256), sizeof(aml));
		memcpy(aml + below(20), packages[k].aml, packages[k].size);
		aml[below(sizeof(aml))] = (char)below(256);
		if (reads(aml, (uint32_t)below(sizeof(aml) + 1), type)) {
			assert_true(type[0] <= 7 && type[1] <= 7);
			hits++;
		}
	}
	assert_true(hits > 100);
}

static const struct CMUnitTest tests[] = {
	ACPI(pm1_takes_both_types),
	ACPI(longer_fields_win_if_they_are_there),
	ACPI(other_spaces_and_ports_beyond_64_kib_do_not_count),
	ACPI(hardware_reduced_has_one_register),
	ACPI(what_fails_its_check_is_left_out),
	ACPI(nothing_is_found_in_what_is_cut_or_absent),
	ACPI(an_ssdt_can_have_it),
	PLAIN(packages_are_read_with_care),
	PLAIN(any_bytes_can_be_read),
};

MAIN("fadt")
