/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's tables, as the kernel reads them: none that fails a check is used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "kern/acpi.h"
#include "kern/machine.h"

#define SIZE 0x200000u
#define RSDP (SIZE - 36)
#define ROOT 0x1000u

void unit_begin(void);

static unsigned char *ram;

/* No byte behind the memory can be read. */
void *
pmap_map(uint64_t paddr, uint64_t len)
{
	return paddr <= SIZE && len <= SIZE - paddr ? ram + paddr : NULL;
}

static int
begin(void **state)
{
	(void)state;
	ram = calloc(1, SIZE);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	free(ram);
	return 0;
}

static void
sum(unsigned char *p, uint32_t len, uint32_t at)
{
	uint32_t i;

	p[at] = 0;
	for (i = 0; i < len; i++)
		if (i != at)
			p[at] -= p[i];
}

static void
put_rsdp(uint64_t at, unsigned char revision, uint32_t rsdt, uint64_t xsdt,
    uint32_t length)
{
	unsigned char *p = ram + at;

	memcpy(p, "RSD PTR ", 8);
	p[15] = revision;
	memcpy(p + 16, &rsdt, 4);
	sum(p, 20, 8);
	if (revision < 2)
		return;
	memcpy(p + 20, &length, 4);
	memcpy(p + 24, &xsdt, 8);
	if (length <= SIZE - at)
		sum(p, length, 32);
}

static void
put_table(uint64_t at, const char *name, uint32_t length)
{
	memcpy(ram + at, name, 4);
	memcpy(ram + at + 4, &length, 4);
	if (length <= SIZE - at)
		sum(ram + at, length, 9);
}

static void
a_good_rsdp(void **state)
{
	struct acpi_rsdp rsdp;

	(void)state;
	put_rsdp(RSDP, 2, 0x11, 0x123456789, 36);
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_OK);
	assert_int_equal(rsdp.revision, 2);
	assert_int_equal(rsdp.rsdt, 0x11);
	assert_int_equal(rsdp.xsdt, 0x123456789);
	put_rsdp(SIZE - 20, 1, 0x22, 0, 0);
	assert_int_equal(acpi_read_rsdp(SIZE - 20, &rsdp), ACPI_OK);
	assert_int_equal(rsdp.rsdt, 0x22);
	assert_int_equal(rsdp.xsdt, 0);
	put_rsdp(0x3000, 2, 0, 5, 4096);
	assert_int_equal(acpi_read_rsdp(0x3000, &rsdp), ACPI_OK);
}

static void
each_byte_of_the_rsdp_counts(void **state)
{
	struct acpi_rsdp rsdp;
	uint32_t i, bit;

	(void)state;
	for (i = 0; i < 36; i++)
		for (bit = 0; bit < 8; bit++) {
			put_rsdp(RSDP, 2, 0x11, 0x123456789, 36);
			ram[RSDP + i] ^= 1u << bit;
			assert_int_not_equal(
			    acpi_read_rsdp(RSDP, &rsdp), ACPI_OK);
		}
	put_rsdp(RSDP, 1, 0x11, 0, 0);
	ram[RSDP + 20] ^= 1; /* not one of revision 1 */
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_OK);
	put_rsdp(RSDP, 2, 0x11, 0x22, 36);
	ram[RSDP + 8] ^= 1;
	ram[RSDP + 9] -= 1; /* the sum of all is right, or that of the first */
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_OK);
	ram[RSDP + 9] += 1;
	ram[RSDP + 32] -= 1;
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_BAD_CHECKSUM);
}

static void
an_rsdp_that_makes_no_sense(void **state)
{
	struct acpi_rsdp rsdp;

	(void)state;
	assert_int_equal(acpi_read_rsdp(0, &rsdp), ACPI_BAD_SIGNATURE);
	assert_int_equal(acpi_read_rsdp(SIZE - 19, &rsdp), ACPI_UNREADABLE);
	assert_int_equal(acpi_read_rsdp(UINT64_MAX, &rsdp), ACPI_UNREADABLE);
	put_rsdp(RSDP + 1, 2, 0, 5, 36); /* 35 bytes are there */
	assert_int_equal(acpi_read_rsdp(RSDP + 1, &rsdp), ACPI_UNREADABLE);
	put_rsdp(RSDP, 2, 0, 5, 35);
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_BAD_LENGTH);
	put_rsdp(RSDP, 2, 0, 5, 37);
	assert_int_equal(acpi_read_rsdp(RSDP, &rsdp), ACPI_UNREADABLE);
	put_rsdp(0x3000, 2, 0, 5, 4097);
	assert_int_equal(acpi_read_rsdp(0x3000, &rsdp), ACPI_BAD_LENGTH);
}

static void
each_byte_of_a_table_counts(void **state)
{
	struct acpi_table t;
	uint32_t i;

	(void)state;
	put_table(SIZE - 100, "FACP", 100);
	assert_int_equal(acpi_read_table(SIZE - 100, &t), ACPI_OK);
	assert_memory_equal(t.signature, "FACP", 4);
	assert_int_equal(t.paddr, SIZE - 100);
	assert_int_equal(t.length, 100);
	assert_ptr_equal(t.data, ram + SIZE - 100);
	for (i = 0; i < 100; i++) {
		ram[SIZE - 100 + i] ^= 0x20;
		assert_int_not_equal(acpi_read_table(SIZE - 100, &t), ACPI_OK);
		ram[SIZE - 100 + i] ^= 0x20;
	}
	ram[SIZE - 1]++;
	assert_int_equal(acpi_read_table(SIZE - 100, &t), ACPI_BAD_CHECKSUM);
	assert_int_equal(t.length, 100);
}

static void
a_table_that_makes_no_sense(void **state)
{
	struct acpi_table t;

	(void)state;
	assert_int_equal(acpi_read_table(0, &t), ACPI_UNREADABLE);
	assert_memory_equal(t.signature, "????", 4);
	assert_null(t.data);
	assert_int_equal(acpi_read_table(SIZE - 35, &t), ACPI_UNREADABLE);
	assert_int_equal(acpi_read_table(UINT64_MAX, &t), ACPI_UNREADABLE);
	put_table(0x1000, "APIC", 35);
	assert_int_equal(acpi_read_table(0x1000, &t), ACPI_BAD_LENGTH);
	put_table(0x1000, "APIC", 36);
	assert_int_equal(acpi_read_table(0x1000, &t), ACPI_OK);
	put_table(0x1000, "APIC", 1 << 20);
	assert_int_equal(acpi_read_table(0x1000, &t), ACPI_OK);
	put_table(0x1000, "APIC", (1 << 20) + 1);
	assert_int_equal(acpi_read_table(0x1000, &t), ACPI_BAD_LENGTH);
	put_table(SIZE - 36, "APIC", 37);
	assert_int_equal(acpi_read_table(SIZE - 36, &t), ACPI_UNREADABLE);
	assert_null(t.data);
	assert_memory_equal(t.signature, "APIC", 4);
}

static enum acpi_status
root_status(uint64_t xsdt, uint32_t rsdt)
{
	const struct acpi_rsdp rsdp = { 2, xsdt, rsdt };
	struct acpi_table root;

	return acpi_read_root(&rsdp, &root);
}

static void
the_root_is_the_xsdt_or_else_the_rsdt(void **state)
{
	(void)state;
	put_table(ROOT, "XSDT", 36);
	put_table(2 * ROOT, "RSDT", 36);
	assert_int_equal(root_status(ROOT, 2 * ROOT), ACPI_OK);
	assert_int_equal(root_status(0, 2 * ROOT), ACPI_OK);
	assert_int_equal(root_status(0, ROOT), ACPI_BAD_SIGNATURE);
	assert_int_equal(root_status(2 * ROOT, ROOT), ACPI_BAD_SIGNATURE);
	assert_int_equal(root_status(0, 0), ACPI_UNREADABLE);
	ram[ROOT + 30]++;
	assert_int_equal(root_status(ROOT, 2 * ROOT), ACPI_BAD_CHECKSUM);
	put_table(ROOT, "XSDT", 30);
	assert_int_equal(root_status(ROOT, 2 * ROOT), ACPI_BAD_LENGTH);
}

static void
whole_entries_of_the_root(void **state)
{
	const uint64_t wide[] = { 0x111111111, 0x222222222, 0x333333333 };
	const struct acpi_rsdp rsdp = { 2, SIZE - 36 - 23, 0 };
	const struct acpi_rsdp old = { 0, 0, SIZE - 36 - 11 };
	struct acpi_table root;
	uint64_t paddr;

	(void)state;
	/* Two and seven eighths. */
	memcpy(ram + rsdp.xsdt + 36, wide, 23);
	put_table(rsdp.xsdt, "XSDT", 36 + 23);
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_OK);
	assert_true(acpi_root_entry(&root, 0, &paddr));
	assert_int_equal(paddr, wide[0]);
	assert_true(acpi_root_entry(&root, 1, &paddr));
	assert_int_equal(paddr, wide[1]);
	assert_false(acpi_root_entry(&root, 2, &paddr));
	assert_false(acpi_root_entry(&root, UINT32_MAX, &paddr));
	memcpy(ram + old.rsdt + 36, wide, 11);
	put_table(old.rsdt, "RSDT", 36 + 11);
	assert_int_equal(acpi_read_root(&old, &root), ACPI_OK);
	assert_true(acpi_root_entry(&root, 0, &paddr));
	assert_int_equal(paddr, 0x11111111);
	assert_true(acpi_root_entry(&root, 1, &paddr));
	assert_int_equal(paddr, 1);
	assert_false(acpi_root_entry(&root, 2, &paddr));
}

static void
each_status_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(acpi_status_name(ACPI_OK), "ok");
	assert_string_equal(
	    acpi_status_name(ACPI_BAD_CHECKSUM), "bad checksum");
	assert_string_equal(
	    acpi_status_name(ACPI_BAD_SIGNATURE), "bad signature");
	assert_string_equal(acpi_status_name(ACPI_BAD_LENGTH), "bad length");
	assert_string_equal(acpi_status_name(ACPI_UNREADABLE), "unreadable");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
	TEST(a_good_rsdp),
	TEST(each_byte_of_the_rsdp_counts),
	TEST(an_rsdp_that_makes_no_sense),
	TEST(each_byte_of_a_table_counts),
	TEST(a_table_that_makes_no_sense),
	TEST(the_root_is_the_xsdt_or_else_the_rsdt),
	TEST(whole_entries_of_the_root),
	TEST(each_status_has_a_name),
};

int
main(void)
{
	unit_begin();
	return cmocka_run_group_tests_name("acpi", tests, NULL, NULL);
}
