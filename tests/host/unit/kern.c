/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own files, on a machine that is an array: what they print of
 * metadata, good and bad, which pages they take, and what of ACPI they trust.
 */
#include "kern/acpi.h"
#include "kern/boot.h"
#include "kern/bootmem.h"
#include "kern/crc32.h"
#include "kern/fill.h"
#include "kern/machine.h"
#include "kern/report.h"
#include "unit.h"

#define START 0x300000ull /* where the metadata are */
#define END   (START + MIB)
#define MD(n) (MODINFO_METADATA | (n))

/* The kernel's printf() and string.c have other names here; see unit.mk. */
void kern_printf(const char *fmt, ...);
void *kern_memcpy(void *to, const void *from, size_t len);
void *kern_memmove(void *to, const void *from, size_t len);
void *kern_memset(void *to, int byte, size_t len);
int kern_memcmp(const void *a, const void *b, size_t len);
size_t kern_strlen(const char *s);

static char out[8192];
static size_t out_length;
static jmp_buf powered_off;
static unsigned char block[MIB], low[64 * 1024]; /* low: from address 0 */
static uint64_t next;                            /* of the metadata */
static struct boot boot;
static const char *domain; /* Xen's */

void
cons_putc(char c)
{
	assert_true(out_length < sizeof(out) - 1);
	out[out_length++] = c;
	out[out_length] = '\0';
}

void
hypervisor_print(void)
{
	kern_printf("an array");
}

const char *
hypervisor_domain(void)
{
	return domain;
}

void *
pmap_map(uint64_t paddr, uint64_t len)
{
	if (paddr >= START && paddr < END && len <= END - paddr)
		return block + (paddr - START);
	if (paddr >= sizeof(low) || len > sizeof(low) - paddr)
		return NULL;
	return low + paddr;
}

_Noreturn void
power_off(bool good)
{
	assert_false(good);
	longjmp(powered_off, 1);
}

static void
assert_printed(const char *expected)
{
	assert_string_equal(out, expected);
	out_length = 0;
	out[0] = '\0';
}

/* ---- printf, strings, sums */

static void
conversions_are_printed(void **state)
{
	(void)state;
	kern_printf("%u %x %lu %lx|%3u %02x %08lx|%s%s|", 0u, 0xabcdefu,
	    18446744073709551615ul, 0x123456789abcdeful, 7u, 0x123u, 0x1ful, "",
	    "text");
	assert_printed("0 abcdef 18446744073709551615 123456789abcdef|"
		       "007 123 0000001f|text|");
	kern_printf("%12lu|%20lx|%u", 10ul, 1ul, 4294967295u);
	assert_printed("000000000010|00000000000000000001|4294967295");
	kern_printf("%%%9z%l");
	assert_printed("%z");
	kern_printf("a%");
	assert_printed("a");
}

static void
bytes_are_copied_compared_and_counted(void **state)
{
	char s[16] = "0123456789";

	(void)state;
	assert_ptr_equal(kern_memmove(s + 2, s, 5), s + 2);
	assert_string_equal(s, "0101234789");
	assert_ptr_equal(kern_memmove(s, s + 2, 8), s);
	assert_string_equal(s, "0123478989");
	assert_ptr_equal(kern_memcpy(s + 1, "ab", 2), s + 1);
	assert_ptr_equal(kern_memset(s + 4, 0x12a, 3), s + 4);
	assert_string_equal(s, "0ab3***989");
	assert_int_equal(kern_memcmp("abc", "abd", 2), 0);
	assert_true(kern_memcmp("abc", "abd", 3) < 0);
	assert_true(kern_memcmp("\x80", "\x7f", 1) > 0);
	assert_int_equal(kern_strlen(""), 0);
	assert_int_equal(kern_strlen(s), 10);
	assert_int_equal(crc32("123456789", 9), 0xcbf43926);
	assert_int_equal(crc32("", 0), 0);
}

static void
texts_are_compared_and_read_as_numbers(void **state)
{
	static const struct {
		const char *s;
		uint64_t value;
		bool good;
	} cases[] = { { "0", 0, true }, { "10", 10, true },
		{ "0x1f", 31, true }, { "0XaF", 0xaf, true },
		{ "007", 7, true },
		{ "18446744073709551615", UINT64_MAX, true },
		{ "18446744073709551616", 0, false },
		{ "18446744073709551620", 0, false },
		{ "0xffffffffffffffff", UINT64_MAX, true },
		{ "0x10000000000000000", 0, false }, { "", 0, false },
		{ "0x", 0, false }, { "x1", 0, false }, { "1x1", 0, false },
		{ "0y1", 0, false }, { "a", 0, false }, { "9a", 0, false },
		{ "0xg", 0, false }, { "0x1/", 0, false }, { "0x1:", 0, false },
		{ "0x1`", 0, false }, { "1 ", 0, false }, { "-1", 0, false } };
	uint64_t value;
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		value = 1;
		assert_int_equal(
		    text_number((struct text){ cases[i].s, strlen(cases[i].s) },
			&value),
		    cases[i].good);
		if (cases[i].good)
			assert_int_equal(value, cases[i].value);
	}
	assert_int_equal(text_bounded("ab", 3).len, 2);
	assert_int_equal(text_bounded("abc", 2).len, 2);
	assert_int_equal(text_trim((struct text){ " a \t ", 5 }).len, 2);
	assert_int_equal(text_trim((struct text){ "   ", 3 }).len, 0);
	assert_true(text_is((struct text){ "abc", 2 }, "ab"));
	assert_false(text_is((struct text){ "abc", 3 }, "ab"));
	assert_false(text_is((struct text){ "ab", 2 }, "abc"));
	assert_false(text_is((struct text){ "Ab", 2 }, "ab"));
	assert_true(text_is_nocase((struct text){ "yEsZ", 4 }, "yesz"));
	assert_false(text_is_nocase((struct text){ "y", 1 }, "yes"));
	assert_false(text_is_nocase((struct text){ "yez", 3 }, "yes"));
}

/* ---- ACPI */

/* The byte at p + at makes the sum of len bytes 0. */
static void
fix_sum(unsigned char *p, uint32_t at, uint32_t len)
{
	unsigned char sum = 0;
	uint32_t i;

	for (i = 0; i < len; i++)
		sum += p[i];
	p[at] -= sum;
}

static void
put_rsdp(uint32_t at, unsigned revision, uint32_t length)
{
	unsigned char *p = low + at;
	const uint64_t xsdt = 0x123456789abull;
	const uint32_t rsdt = 0x4567;

	memset(low, 0, sizeof(low));
	memcpy(p, "RSD PTR ", 8);
	p[15] = (unsigned char)revision;
	memcpy(p + 16, &rsdt, 4);
	if (at + 36 <= sizeof(low)) {
		memcpy(p + 20, &length, 4);
		memcpy(p + 24, &xsdt, 8);
	}
	fix_sum(p, 8, 20);
	if (revision >= 2 && length <= sizeof(low) - at)
		fix_sum(p, 32, length);
}

static void
an_rsdp_is_what_its_sums_say(void **state)
{
	struct acpi_rsdp rsdp;

	(void)state;
	put_rsdp(0x1000, 0, 0);
	assert_int_equal(acpi_read_rsdp(0x1000, &rsdp), ACPI_OK);
	assert_int_equal(rsdp.rsdt, 0x4567);
	assert_int_equal(rsdp.xsdt, 0);
	low[0x1013] ^= 1;
	assert_int_equal(acpi_read_rsdp(0x1000, &rsdp), ACPI_BAD_CHECKSUM);
	low[0x1013] ^= 1;
	low[0x1007] ^= 1;
	assert_int_equal(acpi_read_rsdp(0x1000, &rsdp), ACPI_BAD_SIGNATURE);
	put_rsdp(sizeof(low) - 20, 1, 0);
	assert_int_equal(acpi_read_rsdp(sizeof(low) - 20, &rsdp), ACPI_OK);
	assert_int_equal(rsdp.revision, 1);
	put_rsdp(sizeof(low) - 20, 2, 36);
	assert_int_equal(
	    acpi_read_rsdp(sizeof(low) - 20, &rsdp), ACPI_UNREADABLE);
	assert_int_equal(
	    acpi_read_rsdp(sizeof(low) - 19, &rsdp), ACPI_UNREADABLE);
}

static void
an_rsdp_of_revision_2_has_a_length(void **state)
{
	static const struct {
		uint32_t length;
		enum acpi_status status;
	} cases[] = { { 35, ACPI_BAD_LENGTH }, { 36, ACPI_OK }, { 40, ACPI_OK },
		{ 4096, ACPI_OK }, { 4097, ACPI_BAD_LENGTH } };
	struct acpi_rsdp rsdp;
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		put_rsdp(0x1000, 2, cases[i].length);
		assert_int_equal(
		    acpi_read_rsdp(0x1000, &rsdp), cases[i].status);
		if (cases[i].status != ACPI_OK)
			continue;
		assert_int_equal(rsdp.xsdt, 0x123456789abull);
		low[0x1000 + cases[i].length - 1] ^= 1;
		assert_int_equal(
		    acpi_read_rsdp(0x1000, &rsdp), ACPI_BAD_CHECKSUM);
	}
	put_rsdp(sizeof(low) - 64, 2, 65);
	assert_int_equal(
	    acpi_read_rsdp(sizeof(low) - 64, &rsdp), ACPI_UNREADABLE);
}

/* A table at an address, whose sum is right. */
static unsigned char *
put_table(uint64_t paddr, const char *signature, uint32_t length)
{
	unsigned char *p = pmap_map(paddr, 36);

	memcpy(p, signature, 4);
	memcpy(p + 4, &length, 4);
	p[9] = 0;
	if (pmap_map(paddr, length) != NULL)
		fix_sum(p, 9, length);
	return p;
}

static void
a_table_is_what_its_sum_says(void **state)
{
	struct acpi_table t;
	unsigned char *p;

	(void)state;
	memset(low, 0x11, sizeof(low));
	memset(block, 0, sizeof(block));
	p = put_table(0x2000, "TEST", 99);
	assert_int_equal(acpi_read_table(0x2000, &t), ACPI_OK);
	assert_memory_equal(t.signature, "TEST", 4);
	assert_int_equal(t.length, 99);
	assert_ptr_equal(t.data, p);
	p[98] ^= 1;
	assert_int_equal(acpi_read_table(0x2000, &t), ACPI_BAD_CHECKSUM);
	put_table(0x2000, "TEST", 36);
	assert_int_equal(acpi_read_table(0x2000, &t), ACPI_OK);
	put_table(0x2000, "TEST", 35);
	assert_int_equal(acpi_read_table(0x2000, &t), ACPI_BAD_LENGTH);
	put_table(START, "MOST", MIB);
	assert_int_equal(acpi_read_table(START, &t), ACPI_OK);
	put_table(START, "MOST", MIB + 1);
	assert_int_equal(acpi_read_table(START, &t), ACPI_BAD_LENGTH);
	put_table(END - 36, "LAST", 37);
	assert_int_equal(acpi_read_table(END - 36, &t), ACPI_UNREADABLE);
	assert_int_equal(acpi_read_table(END - 35, &t), ACPI_UNREADABLE);
	assert_memory_equal(t.signature, "????", 4);
	put_table(0, "ZERO", 36);
	assert_int_equal(acpi_read_table(0, &t), ACPI_UNREADABLE);
}

static void
a_root_has_whole_entries(void **state)
{
	struct acpi_rsdp rsdp = { .rsdt = 0x2000 };
	struct acpi_table root;
	uint64_t paddr;

	(void)state;
	memset(low, 0x11, sizeof(low));
	put_table(0x2000, "RSDT", 36 + 11);
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_OK);
	assert_true(acpi_root_entry(&root, 1, &paddr));
	assert_int_equal(paddr, 0x11111111);
	assert_false(acpi_root_entry(&root, 2, &paddr));
	put_table(0x3000, "XSDT", 36 + 23);
	rsdp.xsdt = 0x3000;
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_OK);
	assert_true(acpi_root_entry(&root, 1, &paddr));
	assert_int_equal(paddr, 0x1111111111111111);
	assert_false(acpi_root_entry(&root, 2, &paddr));
	rsdp.xsdt = 0x2000;
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_BAD_SIGNATURE);
	low[0x2020] ^= 1;
	rsdp.xsdt = 0;
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_BAD_CHECKSUM);
	rsdp.rsdt = sizeof(low);
	assert_int_equal(acpi_read_root(&rsdp, &root), ACPI_UNREADABLE);
}

/* ---- the metadata */

static void
put(uint32_t type, const void *data, uint32_t size)
{
	unsigned char *p = block + (next - START);

	memcpy(p, &type, 4);
	memcpy(p + 4, &size, 4);
	if (size > 0)
		memcpy(p + 8, data, size);
	next += 8 + (size + 7) / 8 * 8;
}

static void
put_number(uint32_t type, uint64_t n)
{
	put(type, &n, sizeof(n));
}

static void
put_file(const char *name, const char *type, uint64_t addr, uint64_t size)
{
	put(MODINFO_NAME, name, (uint32_t)strlen(name) + 1);
	put(MODINFO_TYPE, type, (uint32_t)strlen(type) + 1);
	put_number(MODINFO_ADDR, addr);
	put_number(MODINFO_SIZE, size);
}

/* Begins anew, with a kernel of the first 3 MiB. */
static void
put_kernel(void)
{
	memset(block, 0, sizeof(block));
	next = START;
	put_file("kernel", KERNEL_TYPE, 0x200000, 0x100000);
}

/* Reads it all; false if the kernel panics. */
static bool
reads(uint64_t end)
{
	put(MODINFO_END, NULL, 0);
	boot = (struct boot){ .preload = { (void *)((uintptr_t)block - START),
				  START, end, START } };
	if (setjmp(powered_off) != 0)
		return false;
	boot_init(&boot);
	return true;
}

static void
assert_panics(const char *line)
{
	assert_false(reads(END));
	assert_printed(line);
}

static void
metadata_that_make_no_sense_end_the_boot(void **state)
{
	unsigned char map[72] = { 0 };

	(void)state;
	put_kernel();
	put(MD(MODINFOMD_HOWTO), map, 3);
	assert_panics("boot: failed: metadata: record at 0x300048, type "
		      "0x8007, size 3: the record is too short\n");
	put_kernel();
	memcpy(block + 16, "\0\0\0\0\0\0\0\0", 8); /* in TYPE's place */
	assert_panics("boot: failed: metadata: no file is the kernel\n");
	put_kernel();
	block[0x28] = MODINFO_EMPTY; /* instead of ADDR */
	assert_panics("boot: failed: metadata: the kernel has no ADDR\n");
	put_kernel();
	put_number(MD(MODINFOMD_ENVP), START - 1);
	assert_panics("boot: failed: metadata: ENVP 0x2fffff is not in what "
		      "was loaded\n");
	put_kernel();
	put_number(MD(MODINFOMD_ENVP), END);
	assert_panics("boot: failed: metadata: ENVP 0x400000 is not in what "
		      "was loaded\n");
	put_kernel();
	put(MD(MODINFOMD_EFI_MAP), map, 72);
	assert_panics("boot: failed: metadata: EFI_MAP has descriptors that "
		      "are too short\n");
	map[0] = 41; /* bytes, for a descriptor of 40 */
	map[8] = 40;
	put_kernel();
	put(MD(MODINFOMD_EFI_MAP), map, 72);
	assert_panics("boot: failed: metadata: EFI_MAP is longer than its "
		      "record\n");
	put_kernel();
	assert_false(reads(START + 0x44));
	assert_printed("boot: failed: metadata: record at 0x300038, type 0x4, "
		       "size 8: the record runs past kernend\n");
}

/* A map as SMAP or as EFI_MAP has it, into the metadata. */
struct entry {
	uint64_t base, size;
	uint32_t type; /* of SMAP, or of EFI */
};

static void
put_smap(const struct entry *e, uint32_t count)
{
	unsigned char map[20 * 16];
	uint32_t i;

	for (i = 0; i < count; i++) {
		memcpy(map + i * 20, &e[i].base, 8);
		memcpy(map + i * 20 + 8, &e[i].size, 8);
		memcpy(map + i * 20 + 16, &e[i].type, 4);
	}
	put(MD(MODINFOMD_SMAP), map, count * 20);
}

static void
put_efi_map(const struct entry *e, uint32_t count)
{
	unsigned char map[32 + 48 * 16] = { 0 }, *p;
	struct efi_map_header header = { count * 48, 48, 1 };
	uint64_t pages;
	uint32_t i;

	memcpy(map, &header, sizeof(header));
	for (i = 0; i < count; i++) {
		p = map + 32 + i * 48;
		pages = e[i].size / 4096;
		memcpy(p, &e[i].type, 4);
		memcpy(p + 8, &e[i].base, 8);
		memcpy(p + 24, &pages, 8);
	}
	put(MD(MODINFOMD_EFI_MAP), map, 32 + count * 48);
}

/* What the report prints, and whether it comes to its end. */
static bool
reports(void (*report)(const struct boot *))
{
	if (setjmp(powered_off) != 0)
		return false;
	report(&boot);
	return true;
}

static void
the_map_is_reported(void **state)
{
	static const struct entry smap[] = { { 0, 0x9fc00, 1 },
		{ 0x9fc00, 0x400, 2 }, { MIB, 63 * MIB, 1 },
		{ 0x4000000, 0x1000, 3 }, { 0x4001000, 0x1000, 4 },
		{ 0x4002000, 0x1000, 5 }, { 0x4003000, 0x1000, 6 },
		{ 0x4004000, 0x1000, 7 }, { 0x4005000, 0x1000, 8 },
		{ 0x4006000, 0, 1 }, { ~0xfffull, 0x1001, 12 } };
	static const struct entry efi[] = { { 0, 0x1000, 7 },
		{ 0x1000, 0x1000, 4 }, { 0x2000, 0x1000, 0 },
		{ 0x4000, 0x1000, 0 }, { 0x5000, 0x1000, 9 },
		{ 0x6000, 0x1000, 8 }, { 0x7000, 0x1000, 14 },
		{ 0x8000, 0x1000, 11 }, { 0x9000, 0x1000, 10 } };

	(void)state;
	put_kernel();
	put_smap(smap, COUNT(smap));
	assert_true(reads(END));
	assert_true(reports(report_memory));
	assert_printed("map: 0x0000000000000000-0x000000000009fbff ram\n"
		       "map: 0x000000000009fc00-0x000000000009ffff reserved\n"
		       "map: 0x0000000000100000-0x0000000003ffffff ram\n"
		       "map: 0x0000000004000000-0x0000000004000fff acpi\n"
		       "map: 0x0000000004001000-0x0000000004001fff nvs\n"
		       "map: 0x0000000004002000-0x0000000004002fff unusable\n"
		       "map: 0x0000000004003000-0x0000000004003fff disabled\n"
		       "map: 0x0000000004004000-0x0000000004004fff pmem\n"
		       "map: 0x0000000004005000-0x0000000004005fff type 8\n"
		       "map: 0xfffffffffffff000-0xffffffffffffffff type 12\n"
		       "memory: 63 MiB usable, 0x00000000-0x03ffffff\n"
		       "memory: [+####################################"
		       "###########################]\n");
	put_kernel();
	put_efi_map(efi, COUNT(efi));
	assert_true(reads(END));
	assert_true(reports(report_memory));
	assert_printed("map: 0x0000000000000000-0x0000000000001fff ram\n"
		       "map: 0x0000000000002000-0x0000000000002fff reserved\n"
		       "map: 0x0000000000004000-0x0000000000004fff reserved\n"
		       "map: 0x0000000000005000-0x0000000000005fff acpi\n"
		       "map: 0x0000000000006000-0x0000000000006fff unusable\n"
		       "map: 0x0000000000007000-0x0000000000007fff pmem\n"
		       "map: 0x0000000000008000-0x0000000000008fff reserved\n"
		       "map: 0x0000000000009000-0x0000000000009fff nvs\n"
		       "memory: 0 MiB usable, 0x00000000-0x00001fff\n"
		       "memory: [#######################################"
		       "#########################]\n");
}

static void
a_bar_has_as_many_cells_as_it_needs(void **state)
{
	static const struct entry odd[] = { { 0x20, 0x21, 1 },
		{ 0x80, 0x40, 1 } };
	static const struct entry part[] = { { 0, 0x81, 1 }, { 0x82, 1, 1 } };
	static const struct entry none[] = { { 0, 0x1000, 2 } };

	(void)state;
	put_kernel();
	put_smap(odd, 2); /* 0xc0 bytes: cells of 3 */
	assert_true(reads(END));
	assert_true(reports(report_memory));
	assert_printed("map: 0x0000000000000020-0x0000000000000040 ram\n"
		       "map: 0x0000000000000080-0x00000000000000bf ram\n"
		       "memory: 0 MiB usable, 0x00000000-0x000000bf\n"
		       "memory: [..........+##########+....................+"
		       "#####################]\n");
	put_kernel();
	put_smap(odd, 1); /* 0x41 bytes: cells of 2, more than there are */
	assert_true(reads(END));
	assert_true(reports(report_memory));
	assert_printed("map: 0x0000000000000020-0x0000000000000040 ram\n"
		       "memory: 0 MiB usable, 0x00000000-0x00000040\n"
		       "memory: [................#################..........."
		       "....................]\n");
	put_kernel();
	put_smap(part, 2); /* 0x83 bytes: cells of 3, and one of 2 */
	assert_true(reads(END));
	assert_true(reports(report_memory));
	assert_printed("map: 0x0000000000000000-0x0000000000000080 ram\n"
		       "map: 0x0000000000000082-0x0000000000000082 ram\n"
		       "memory: 0 MiB usable, 0x00000000-0x00000082\n"
		       "memory: [###########################################"
		       "+....................]\n");
	put_kernel();
	put_smap(none, 1);
	assert_true(reads(END));
	assert_false(reports(report_memory));
	assert_printed("map: 0x0000000000000000-0x0000000000000fff reserved\n"
		       "boot: failed: no RAM in the memory map\n");
	put_kernel();
	assert_true(reads(END));
	assert_false(reports(report_memory));
	assert_printed("map: none\nboot: failed: no memory map\n");
}

static void
the_loader_and_what_it_gave_is_reported(void **state)
{
	static const char kenv[] = "loader=me\0boot_single=YES\0none\0b=\1=\0";
	static const uint64_t past = (1ull << 30) - 0x1000;
	uint32_t howto = 0x40000800;

	(void)state;
	put_kernel();
	put_number(MD(MODINFOMD_ENVP), START + 0x80000);
	memcpy(block + 0x80000, kenv, sizeof(kenv));
	put(MD(MODINFOMD_HOWTO), &howto, 4);
	put_number(MD(MODINFOMD_KERNEND), 0x3ff000);
	put_file("one", "raw", START + 0x90000, 9);
	put(MODINFO_ARGS, "a b  ", 5);
	memcpy(block + 0x90000, "123456789", 9);
	put_file("", "", END - 8, 8);
	put_file("far", "far", END - 8, 9);
	put_file("high", "high", past, 0x1001);
	put(MODINFO_NAME, "x\177", 3);
	assert_true(reads(END));
	assert_true(reports(report_loader));
	assert_printed("loader: me\nhypervisor: an array\n"
		       "howto: 0x40000802 single verbose\n"
		       "kenv: loader=me\nkenv: boot_single=YES\n"
		       "kenv: b=\\x01=\n");
	assert_true(reports(report_modules));
	assert_printed("module: 0 one raw 0x390000 9 crc32=cbf43926 a b\n"
		       "module: 1 - - 0x3ffff8 8 crc32=6522df69\n"
		       "module: 2 far far 0x3ffff8 9 unreadable\n"
		       "module: 3 high high 0x3ffff000 4097 unreadable\n"
		       "module: 4 x\\x7f - without address or size\n");
	assert_true(reports(report_kernel));
	assert_printed("kernel: 0x00200000-0x003fefff\n");
	put_kernel();
	assert_true(reads(END));
	assert_true(reports(report_loader));
	assert_printed("loader: unknown\nhypervisor: an array\n"
		       "howto: 0x0\nkenv: none\n");
	domain = "dom0";
	assert_true(reports(report_loader));
	domain = NULL;
	assert_printed("loader: unknown\nhypervisor: an array\nxen: dom0\n"
		       "howto: 0x0\nkenv: none\n");
	assert_true(reports(report_modules));
	assert_printed("module: none\n");
	assert_true(reports(report_kernel));
	assert_printed("kernel: 0x00200000-0x003fffff\n");
}

/* A BIOS leaves one where it can be found, UEFI does not. */
static void
the_rsdp_is_the_loader_s_or_a_bios_s(void **state)
{
	static const struct entry map[] = { { 0, 0x1000, 7 } };
	static const char kenv[] = "acpi.rsdp=0x1230\0";

	(void)state;
	put_rsdp(0x1000, 0, 0);
	low[0x40f] = 0x01; /* the EBDA's segment: 0x100 */
	put_kernel();
	put_smap(map, 1);
	assert_true(reads(END));
	assert_int_equal(boot_rsdp(&boot), 0x1000);
	put_kernel();
	put_efi_map(map, 1);
	assert_true(reads(END));
	assert_int_equal(boot_rsdp(&boot), 0);
	put_kernel();
	put_number(MD(MODINFOMD_ENVP), START + 0x80000);
	memcpy(block + 0x80000, kenv, sizeof(kenv));
	assert_true(reads(END));
	assert_int_equal(boot_rsdp(&boot), 0x1230);
}

static void
a_frame_buffer_may_lack_its_padding(void **state)
{
	struct efi_fb fb = { .fb_addr = 1, .width = 2, .mask_reserved = 3 };

	(void)state;
	put_kernel();
	put(MD(MODINFOMD_EFI_FB), &fb, 44);
	assert_true(reads(END));
	assert_true(boot.has_fb);
	assert_memory_equal(&boot.fb, &fb, sizeof(fb));
	put_kernel();
	put(MD(MODINFOMD_EFI_FB), &fb, 43);
	assert_true(reads(END));
	assert_true(boot.has_fb);
	assert_int_equal(boot.fb.fb_addr, 0);
	put_kernel();
	assert_true(reads(END));
	assert_false(boot.has_fb);
}

/* What is printed for a kenv; whether it comes to its end. */
static bool
fills(const char *strings, size_t size)
{
	const struct kenv kenv = { strings, size };

	if (setjmp(powered_off) != 0)
		return false;
	fill_if_asked(&kenv);
	return true;
}

#define FILL(s) fills(s, sizeof(s))
#define DOTS    " ................................................\n"

static void
lines_are_printed_if_asked(void **state)
{
	(void)state;
	assert_true(FILL("fil=100\0"));
	assert_printed("");
	assert_true(FILL("fill=0\0"));
	assert_printed("");
	assert_true(FILL("fill=64\0"));
	assert_printed("fill: 00000001" DOTS);
	assert_true(FILL("fill=65\0"));
	assert_printed("fill: 00000001" DOTS "fill: 00000002" DOTS);
	assert_false(FILL("fill=x\0"));
	assert_printed("boot: failed: fill is not a number of bytes\n");
}

/* ---- the pages that the kernel takes */

/* Whether no byte of a page is taken, by what was put into the metadata. */
static bool
is_free(const struct entry *map, uint32_t count, const struct entry *files,
    uint32_t file_count, uint64_t page)
{
	uint64_t at;
	uint32_t i;
	bool ram;

	for (i = 0; i < file_count; i++)
		if (files[i].base < page + 4096 &&
		    files[i].base + files[i].size > page)
			return false;
	for (at = page; at < page + 4096; at += 512) {
		ram = false;
		for (i = 0; i < count; i++) {
			if (at < map[i].base || at - map[i].base >= map[i].size)
				continue;
			if (map[i].type != SMAP_TYPE_MEMORY)
				return false;
			ram = true;
		}
		if (!ram)
			return false;
	}
	return true;
}

/* Places and sizes are multiples of 512; pages are looked for below 8 MiB. */
static void
pages_are_those_that_nothing_else_has(void **state)
{
	struct entry map[6], files[4];
	struct bootmem bm;
	uint64_t page, end;
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 300; round++) {
		for (i = 0; i < COUNT(map); i++) {
			map[i].base = below(16384) * 512;
			map[i].size = below(8192) * 512;
			map[i].type = 1 + (uint32_t)(below(3) == 0) * 4;
		}
		put_kernel();
		put_smap(map, COUNT(map));
		put(MODINFO_NAME, "nowhere", 8);
		for (i = 0; i < COUNT(files); i++) {
			files[i].base = below(16384) * 512;
			files[i].size = below(200) * 512;
			put_file("f", "f", files[i].base, files[i].size);
		}
		end = END - below(8192);
		assert_true(reads(end));
		bootmem_init(&bm, &boot);
		for (page = (end + 4095) & ~4095ull; page < 16 * MIB;
		     page += 4096)
			if (is_free(map, COUNT(map), files, COUNT(files), page))
				assert_int_equal(bootmem_page(&bm), page);
		assert_int_equal(bootmem_page(&bm), 0);
	}
}

static void
pages_end_at_1_gib(void **state)
{
	static const struct entry map[] = { { 0x3fffe800, 0x10000, 1 } };
	struct bootmem bm;

	(void)state;
	put_kernel();
	put_smap(map, 1);
	put_file("endless", "f", 0x3fff0000, UINT64_MAX);
	assert_true(reads(END));
	bootmem_init(&bm, &boot);
	assert_int_equal(bootmem_page(&bm), 0);
	put_kernel();
	put_smap(map, 1);
	assert_true(reads(END));
	bootmem_init(&bm, &boot);
	assert_int_equal(bootmem_page(&bm), 0x3ffff000);
	assert_int_equal(bootmem_page(&bm), 0);
}

static const struct CMUnitTest tests[] = {
	PLAIN(conversions_are_printed),
	PLAIN(bytes_are_copied_compared_and_counted),
	PLAIN(texts_are_compared_and_read_as_numbers),
	PLAIN(an_rsdp_is_what_its_sums_say),
	PLAIN(an_rsdp_of_revision_2_has_a_length),
	PLAIN(a_table_is_what_its_sum_says),
	PLAIN(a_root_has_whole_entries),
	PLAIN(metadata_that_make_no_sense_end_the_boot),
	PLAIN(the_map_is_reported),
	PLAIN(a_bar_has_as_many_cells_as_it_needs),
	PLAIN(the_loader_and_what_it_gave_is_reported),
	PLAIN(the_rsdp_is_the_loader_s_or_a_bios_s),
	PLAIN(a_frame_buffer_may_lack_its_padding),
	PLAIN(lines_are_printed_if_asked),
	PLAIN(pages_are_those_that_nothing_else_has),
	PLAIN(pages_end_at_1_gib),
};

MAIN("kern")
