/* SPDX-License-Identifier: BSD-2-Clause */
/* Which entries of which I/O APICs the Limine room masks. */
#include "unit.h"
#include "mp.h"

#define IO_AT    0x8000 /* no RAM is there */
#define IO_NEXT  0x9000
#define ENTRIES  24
#define UNMASKED 0x00000931u /* level, vector 0x31, lowest priority */
#define REGISTER 0x10

/* In place of the devices: registers by number, of the one that is there. */
static uint32_t registers[2][0x100], written;

static uint32_t *
device(volatile uint32_t *io)
{
	const uint64_t paddr =
	    (uint64_t)((volatile unsigned char *)io - memory);

	assert_true(paddr == IO_AT || paddr == IO_NEXT);
	return registers[paddr == IO_NEXT];
}

uint32_t
apic_io_read(volatile uint32_t *io, uint32_t number)
{
	uint32_t *r = device(io);

	assert_true(number < COUNT(registers[0]));
	return r[1] == UINT32_MAX ? UINT32_MAX : r[number];
}

void
apic_io_write(volatile uint32_t *io, uint32_t number, uint32_t value)
{
	device(io)[number] = value;
	written++;
}

/* The MADT comes from here: an entry for each of these, and what is none. */
static uint32_t listed[4], listed_count;
static unsigned char bytes[MADT_ENTRIES + 128];

static struct madt
find(const struct boot_view *v)
{
	static const unsigned char others[] = {
		0, 8, 5, 6, 1, 0, 0, 0,                      /* a CPU */
		1, 11, 1, 0, 0, IO_NEXT >> 8, 0, 0, 0, 0, 0, /* too short */
		1, 12, 3, 0, 0, IO_NEXT >> 8, 0, 0, 0, 0, 0  /* cut */
	};
	uint32_t i, at = MADT_ENTRIES;

	assert_ptr_equal(v, &view);
	for (i = 0; i < listed_count; i++, at += 12) {
		bytes[at] = 1;
		bytes[at + 1] = 12;
		memcpy(bytes + at + 4, &listed[i], 4);
	}
	memcpy(bytes + at, others, sizeof(others));
	return (struct madt){ bytes, at + sizeof(others) };
}
#define madt_find find
#include "arch/pvh/limine/ioapic.c"

static int
new_ioapics(void **state)
{
	uint32_t i, n;

	new_small(state);
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 0x10000, WINDOW - 1, RAM));
	for (i = 0; i < COUNT(registers); i++) {
		memset(registers[i], 0, sizeof(registers[i]));
		registers[i][VERSION] = (ENTRIES - 1) << 16 | 0x20;
		for (n = 0; n < ENTRIES; n++)
			registers[i][REGISTER + 2 * n] = UNMASKED;
	}
	listed[0] = IO_AT;
	listed[1] = IO_NEXT;
	listed_count = 2;
	written = 0;
	return 0;
}
#define IOAPICS(test) \
	cmocka_unit_test_setup_teardown(test, new_ioapics, no_machine)

static void
all_entries_of_all_are_masked(void **state)
{
	uint32_t i, n;

	(void)state;
	limine_mask(&view);
	for (i = 0; i < COUNT(registers); i++)
		for (n = 0; n < ENTRIES; n++) {
			assert_int_equal(registers[i][REGISTER + 2 * n],
			    UNMASKED | 1u << 16);
			assert_int_equal(registers[i][REGISTER + 2 * n + 1], 0);
		}
	assert_int_equal(written, 2 * ENTRIES);
	assert_int_equal(registers[0][REGISTER + 2 * ENTRIES], 0);
	limine_mask(&view);
	assert_int_equal(written, 2 * ENTRIES);
}

/* Fixed and lowest priority only: not SMI, NMI, INIT and ExtINT. */
static void
two_delivery_modes_count(void **state)
{
	uint32_t mode;

	(void)state;
	for (mode = 0; mode < 8; mode++)
		registers[0][REGISTER + 2 * mode] = mode << 8 | 0x31;
	limine_mask(&view);
	for (mode = 0; mode < 8; mode++)
		assert_int_equal(registers[0][REGISTER + 2 * mode],
		    mode << 8 | 0x31 | (mode < 2 ? 1u << 16 : 0));
}

static void
the_version_says_how_many_there_are(void **state)
{
	(void)state;
	registers[0][VERSION] = 0xff << 16; /* more than have a number */
	registers[0][REGISTER + 2 * ENTRIES] = 0x40;
	registers[0][0xfe] = 0x41;
	limine_mask(&view);
	assert_int_equal(registers[0][REGISTER + 2 * ENTRIES], 0x10040);
	assert_int_equal(registers[0][0xfe], 0x10041);
	assert_int_equal(registers[0][0], 0);
	registers[1][VERSION] = UINT32_MAX; /* nothing answers */
	written = 0;
	limine_mask(&view);
	assert_int_equal(written, 0);
}

/* Nothing is written where no I/O APIC can be. */
static void
where_none_can_be_nothing_is_written(void **state)
{
	(void)state;
	listed_count = 0;
	limine_mask(&view);
	listed[0] = 0;
	listed[1] = IO_AT + 16;
	listed[2] = 0x10000; /* RAM */
	listed[3] = UINT32_MAX - 31;
	listed_count = 4;
	limine_mask(&view);
	assert_int_equal(written, 0);
}

static const struct CMUnitTest tests[] = {
	IOAPICS(all_entries_of_all_are_masked),
	IOAPICS(two_delivery_modes_count),
	IOAPICS(the_version_says_how_many_there_are),
	IOAPICS(where_none_can_be_nothing_is_written),
};

MAIN("ioapic")
