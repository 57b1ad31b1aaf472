/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's root pointer: given by the loader, or to be found. */
#include "unit.h"
#include "kern/acpi.h"
#include "kern/machine.h"

#define V0 20
#define V2 36

static void
fix(unsigned char *sum, const unsigned char *bytes, uint32_t size)
{
	unsigned char total = 0;
	uint32_t i;

	for (i = 0; i < size; i++)
		total += bytes[i];
	*sum -= total;
}

/* A good RSDP; the length is written if the revision is 2. */
static unsigned char *
put(uint64_t paddr, unsigned char revision, uint32_t length)
{
	unsigned char *p = memory + paddr;

	memset(p, 0x11, revision < 2 ? V0 : V2);
	memcpy(p, "RSD PTR ", 8);
	p[15] = revision;
	if (revision >= 2)
		memcpy(p + 20, &length, sizeof(length));
	fix(&p[8], p, V0);
	if (revision >= 2 && length >= V2 && paddr + length <= WINDOW)
		fix(&p[32], p, length);
	return p;
}

static void
set_ebda(uint64_t paddr)
{
	uint16_t segment = (uint16_t)(paddr >> 4);

	memcpy(memory + 0x40e, &segment, sizeof(segment));
}

static void
assert_good(uint64_t paddr)
{
	assert_int_equal(rsdp_find(&view, paddr), paddr);
	assert_string_equal(printed(), "");
}

/* There is one warning, and the pointer is passed on all the same. */
static void
assert_odd(uint64_t paddr)
{
	char line[64];

	snprintf(line, sizeof(line),
	    "pvh: warning: rsdp at 0x%llx fails its check\n",
	    (unsigned long long)paddr);
	view.warned = 0;
	assert_int_equal(rsdp_find(&view, paddr), paddr);
	assert_string_equal(printed(), line);
}

static void
a_good_one_is_taken_wherever_it_is(void **state)
{
	uint64_t at;

	(void)state;
	for (at = MIB; at < MIB + 20; at++) {
		put(at, 0, 0);
		assert_good(at);
		put(at, 2, V2);
		assert_good(at);
	}
	put(WINDOW - V0, 0, 0);
	assert_good(WINDOW - V0);
	put(WINDOW - V2, 2, V2);
	assert_good(WINDOW - V2);
	put(MIB, 3, 4096);
	assert_good(MIB);
}

static void
a_bad_one_is_passed_on_with_a_warning(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 0; i < V0; i++) {
		put(MIB, 0, 0)[i] ^= 0x40;
		assert_odd(MIB);
	}
	for (i = V0; i < V2; i++) {
		put(MIB, 2, V2)[i] ^= 0x40;
		assert_odd(MIB);
	}
}

static void
only_the_checksum_of_the_first_20_bytes_counts_before_revision_2(void **state)
{
	(void)state;
	put(MIB, 0, 0)[V0] ^= 0x40;
	assert_good(MIB);
	put(MIB, 1, 0)[V0] ^= 0x40;
	assert_good(MIB);
}

static void
a_length_that_makes_no_sense_fails(void **state)
{
	(void)state;
	put(MIB, 2, 0);
	assert_odd(MIB);
	put(MIB, 2, V2 - 1);
	assert_odd(MIB);
	put(MIB, 2, 4097);
	assert_odd(MIB);
	put(MIB, 2, UINT32_MAX);
	assert_odd(MIB);
	put(WINDOW - V2, 2, V2 + 1);
	assert_odd(WINDOW - V2);
}

static void
one_out_of_reach_fails(void **state)
{
	(void)state;
	memcpy(memory + WINDOW - V0 - 8, put(MIB, 2, V2), V0 + 8);
	assert_odd(WINDOW - V0 - 8);
	memcpy(memory + WINDOW - V0 + 1, put(MIB, 0, 0), V0 - 1);
	assert_odd(WINDOW - V0 + 1);
	assert_odd(WINDOW);
	assert_odd(DOOR_START);
	assert_odd(UINT64_MAX);
	assert_odd(UINT64_MAX - 8);
	assert_odd(0xfc001000);
}

static void
none_at_all_is_no_error(void **state)
{
	(void)state;
	assert_int_equal(rsdp_find(&view, 0), 0);
	assert_string_equal(printed(), "");
}

static void
is_found_in_the_bios_area_on_16_bytes(void **state)
{
	uint64_t at;

	(void)state;
	for (at = 0xe0000; at < 0x100000; at += 16 * (1 + below(40))) {
		put(at, 0, 0);
		assert_int_equal(rsdp_find(&view, 0), at);
		memory[at] = 0;
	}
	put(0xffff0 - 16, 2, V2);
	assert_int_equal(rsdp_find(&view, 0), 0xfffe0);
	memory[0xfffe0] = 0;
	put(0xe0008, 0, 0);
	put(0xdfff0, 0, 0);
	put(0x100000, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0);
	put(0xffff0, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0xffff0);
	assert_string_equal(printed(), "");
}

static void
is_found_in_the_first_kib_of_the_ebda(void **state)
{
	(void)state;
	set_ebda(0x9fc00);
	put(0x9fc00, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0x9fc00);
	memory[0x9fc00] = 0;
	put(0x9ffd0, 2, V2);
	assert_int_equal(rsdp_find(&view, 0), 0x9ffd0);
	memory[0x9ffd0] = 0;
	set_ebda(0x80000);
	put(0x80400, 0, 0);
	put(0x7fff0, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0);
	put(0x803f0, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0x803f0);
}

static void
the_ebda_comes_before_the_bios_area(void **state)
{
	(void)state;
	set_ebda(0x9fc00);
	put(0x9fc10, 0, 0);
	put(0xf0000, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0x9fc10);
	put(0x9fc10, 0, 0)[5] = 'x';
	assert_int_equal(rsdp_find(&view, 0), 0xf0000);
}

static void
an_ebda_that_makes_no_sense_is_left_alone(void **state)
{
	static const uint64_t wrong[] = { 0x10, 0x400, 0x4f0, 0xa0000, 0xb0000,
		0xffff0 };
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(wrong); i++) {
		memset(memory, 0, MIB);
		put(wrong[i] + 0x100, 0, 0);
		set_ebda(wrong[i]);
		if (wrong[i] + 0x100 >= 0xe0000)
			memory[wrong[i] + 0x100] = 0;
		assert_int_equal(rsdp_find(&view, 0), 0);
	}
	memset(memory, 0, MIB);
	set_ebda(0x500);
	put(0x510, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0x510);
}

static void
what_fails_its_check_is_passed_over(void **state)
{
	(void)state;
	put(0xe0000, 0, 0)[9] ^= 1;
	put(0xe0010, 2, V2)[33] ^= 1;
	put(0xe0050, 2, 5000);
	put(0xe0080, 2, V2);
	assert_int_equal(rsdp_find(&view, 0), 0xe0080);
	assert_string_equal(printed(), "");
}

static void
a_small_window_is_searched_no_further(void **state)
{
	(void)state;
	view.mem.size = 0x400;
	assert_int_equal(rsdp_find(&view, 0), 0);
	view.mem.size = 0xe0010;
	put(0xe0000, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0);
}

static void
no_byte_of_video_memory_is_read(void **state)
{
	(void)state;
	set_ebda(0x9fff0);
	put(0xa0000, 0, 0);
	assert_int_equal(rsdp_find(&view, 0), 0);
}

/* The kernel's own way to memory. */
void *
pmap_map(uint64_t paddr, uint64_t len)
{
	return physmem_at(&view.mem, paddr, len);
}

/* The kernel searches where no loader says anything, as under GRUB. */
static void
the_kernel_finds_what_the_door_finds(void **state)
{
	static const uint64_t ebdas[] = { 0x420, 0x430, 0x4c0, 0x4e0, 0x4f0,
		0x500, 0x510, 0x80000, 0x9f800, 0x9fc00, 0x9fc10, 0x9ffd0,
		0x9ffe0, 0x9fff0, 0xa0000, 0xe0000, 0xffff0 };
	static const int64_t offsets[] = { -16, 0, 8, 16, 0x3d0, 0x3e0, 0x3f0,
		0x400 };
	static const uint64_t others[] = { 0x500, 0x9ffe0, 0x9fff0, 0xa0000,
		0xdfff0, 0xe0000, 0xf0008, 0xfffd0, 0xfffe0, 0xffff0, MIB };
	unsigned char *p;
	uint32_t i, k, found = 0;

	(void)state;
	for (i = 0; i < COUNT(ebdas); i++) {
		for (k = 0; k < 2 * (COUNT(offsets) + COUNT(others)); k++) {
			memset(memory + 0x400, 0, MIB);
			set_ebda(ebdas[i]);
			p = put(k / 2 < COUNT(offsets)
				? ebdas[i] + (uint64_t)offsets[k / 2]
				: others[k / 2 - COUNT(offsets)],
			    k % 2 == 0 ? 0 : 2, V2);
			assert_int_equal(acpi_scan(), rsdp_find(&view, 0));
			found += acpi_scan() != 0;
			p[k % 2 == 0 ? 9 : 33] ^= 1;
			assert_int_equal(acpi_scan(), rsdp_find(&view, 0));
		}
	}
	assert_true(found > 100);
}

static const struct CMUnitTest tests[] = {
	SMALL(a_good_one_is_taken_wherever_it_is),
	SMALL(a_bad_one_is_passed_on_with_a_warning),
	SMALL(only_the_checksum_of_the_first_20_bytes_counts_before_revision_2),
	SMALL(a_length_that_makes_no_sense_fails),
	SMALL(one_out_of_reach_fails),
	SMALL(none_at_all_is_no_error),
	SMALL(is_found_in_the_bios_area_on_16_bytes),
	SMALL(is_found_in_the_first_kib_of_the_ebda),
	SMALL(the_ebda_comes_before_the_bios_area),
	SMALL(an_ebda_that_makes_no_sense_is_left_alone),
	SMALL(what_fails_its_check_is_passed_over),
	SMALL(a_small_window_is_searched_no_further),
	SMALL(no_byte_of_video_memory_is_read),
	SMALL(the_kernel_finds_what_the_door_finds),
};

MAIN("rsdp")
