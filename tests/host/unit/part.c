/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parts on machines of a few pages. The firmware keeps some pages for good, and
 * others until it is gone. Whatever it keeps, each part must arrive whole when
 * the parts are moved as jump.asm moves them.
 */
#include "unit.h"
#undef fail /* cmocka has a macro of this name */
#include "boot/efi/map.c"
#include "boot/efi/part.c"

#define FIRST 0x100 /* the first page of memory */
#define PAGES 96
#define NONE  16 /* no memory */

EFI_SYSTEM_TABLE *loader_system;

static uint32_t type[PAGES]; /* of each page, as EFI counts types */
static uint64_t tag[PAGES];  /* what each page holds */
static bool stubborn;        /* the firmware refuses some free addresses */
static bool failed;
static char said[512];

/*
 * A descriptor for each run of pages of one type. If there is no room, it says
 * how many bytes a descriptor for each page would take.
 */
static EFI_STATUS EFIAPI
give_memory_map(UINTN *size, EFI_MEMORY_DESCRIPTOR *d, UINTN *key,
    UINTN *stride, UINT32 *version)
{
	uint32_t i, n = 0;

	*stride = sizeof(*d);
	*key = *version = 1;
	if (*size < PAGES * sizeof(*d)) {
		*size = PAGES * sizeof(*d);
		return EFI_BUFFER_TOO_SMALL;
	}
	for (i = 0; i < PAGES; i++) {
		if (type[i] == NONE)
			continue;
		if (i == 0 || type[i] != type[i - 1])
			d[n++] = (EFI_MEMORY_DESCRIPTOR){ .Type = type[i],
				.PhysicalStart = (FIRST + i) * PAGE };
		d[n - 1].NumberOfPages++;
	}
	*size = n * sizeof(*d);
	return EFI_SUCCESS;
}

static bool
take(uint64_t page, uint64_t pages)
{
	uint64_t i;

	if (page < FIRST || page + pages > FIRST + PAGES)
		return false;
	for (i = page - FIRST; i < page - FIRST + pages; i++)
		if (type[i] != EfiConventionalMemory)
			return false;
	for (i = page - FIRST; i < page - FIRST + pages; i++)
		type[i] = EfiLoaderData;
	return true;
}

uint64_t
pages_at(uint64_t size, uint64_t paddr)
{
	if (stubborn && paddr / PAGE % 3 == 0)
		return 0;
	return take(paddr / PAGE, (size + PAGE - 1) / PAGE) ? paddr : 0;
}

/* Memory of the host, for the firmware's map. */
static struct {
	struct efi_map_header header;
	EFI_MEMORY_DESCRIPTOR descriptors[PAGES + SLACK + 1];
} host;

uint64_t
pages_below(EFI_MEMORY_TYPE how, uint64_t size, uint64_t last)
{
	uint64_t page;

	assert_int_equal(how, EfiLoaderData);
	if (last == BELOW_4G) {
		assert_true(size <= sizeof(host));
		return (uint64_t)&host;
	}
	for (page = FIRST + PAGES; page-- > FIRST;)
		if (page * PAGE + size - 1 <= last &&
		    take(page, (size + PAGE - 1) / PAGE))
			return page * PAGE;
	return 0;
}

void
pages_free(uint64_t paddr)
{
	assert_int_equal(paddr, (uint64_t)&host);
}

/* %lu and %lx mean the same to the loader and to the host. */
static void
note(const char *file, const char *format, va_list args)
{
	char *p;

	assert_non_null(file);
	vsnprintf(said, sizeof(said), format, args);
	for (p = said; *p != '\0'; p++)
		assert_true(*p >= ' ' || *p == '\n');
}

EFI_STATUS
fail(EFI_STATUS status, const char *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(file, format, args);
	va_end(args);
	failed = true;
	return status;
}

void
say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note("", format, args);
	va_end(args);
}

static void
new_machine(void)
{
	static EFI_BOOT_SERVICES services;
	static EFI_SYSTEM_TABLE table;
	uint32_t i;

	services.GetMemoryMap = give_memory_map;
	table.BootServices = &services;
	loader_system = &table;
	parts.count = 0;
	failed = stubborn = false;
	for (i = 0; i < PAGES; i++)
		type[i] = EfiConventionalMemory;
}

static void
set(uint32_t first, uint32_t pages, uint32_t to)
{
	while (pages-- > 0)
		type[first++ - FIRST] = to;
}

static bool
is_free_later(uint64_t page)
{
	uint32_t t;

	if (page < FIRST || page >= FIRST + PAGES)
		return false;
	t = type[page - FIRST];
	return t == EfiConventionalMemory ||
	    (t >= EfiLoaderCode && t <= EfiBootServicesData);
}

/* Fills the parts where they lie until they are moved, then moves them. */
static void
assert_arrive(void)
{
	const struct part *p;
	uint64_t i, end = 0;

	memset(tag, 0, sizeof(tag));
	for (p = parts.part; p < parts.part + parts.count; p++)
		for (i = 0; i < p->size / PAGE; i++) {
			assert_int_equal(tag[p->from / PAGE + i - FIRST], 0);
			tag[p->from / PAGE + i - FIRST] =
			    (uint64_t)(p - parts.part + 1) << 32 | i;
		}
	for (p = parts.part; p < parts.part + parts.count; p++) {
		assert_true(p->to >= end);
		end = p->to + p->size;
		for (i = 0; i < p->size / PAGE; i++) {
			assert_true(is_free_later(p->to / PAGE + i));
			tag[p->to / PAGE + i - FIRST] =
			    tag[p->from / PAGE + i - FIRST];
		}
	}
	for (p = parts.part; p < parts.part + parts.count; p++)
		for (i = 0; i < p->size / PAGE; i++)
			assert_int_equal(tag[p->to / PAGE + i - FIRST],
			    (uint64_t)(p - parts.part + 1) << 32 | i);
}

static void
test_in_place(void **state)
{
	(void)state;
	new_machine();
	assert_int_equal(part_at("kernel", 0x110000, 0x8000), EFI_SUCCESS);
	assert_int_equal(part_after("module", 1, 0), EFI_SUCCESS);
	assert_int_equal(part_after("module", PAGE, 0), EFI_SUCCESS);
	assert_int_equal(part_after("metadata", PAGE + 1, PAGE), EFI_SUCCESS);
	assert_int_equal(parts.count, 4);
	assert_int_equal(parts.part[1].to, 0x118000);
	assert_int_equal(parts.part[2].to, 0x119000);
	assert_int_equal(parts.part[3].to, 0x11a000);
	assert_int_equal(parts.part[3].from, 0x11a000);
	assert_int_equal(parts_end(), 0x11c000);
	assert_arrive();
}

/* The free memory lies right behind the kernel, and suffices for both parts. */
static void
test_tight(void **state)
{
	(void)state;
	new_machine();
	set(0x100, 0x20, EfiBootServicesData);
	assert_int_equal(part_at("kernel", 0x110000, 0x20000), EFI_SUCCESS);
	assert_int_equal(parts.part[0].from, 0x120000);
	assert_int_equal(part_after("module", 0x20000, 0), EFI_SUCCESS);
	assert_int_equal(parts.part[1].to, 0x130000);
	assert_int_equal(parts.part[1].from, 0x140000);
	assert_arrive();
	assert_int_not_equal(part_after("more", 1, 0), EFI_SUCCESS);
	assert_string_equal(said, "no memory for 4 KiB");
}

/* Memory below the kernel is taken only if there is no other. */
static void
test_below(void **state)
{
	(void)state;
	new_machine();
	set(0x120, PAGES - 0x20, EfiBootServicesCode);
	assert_int_equal(part_at("kernel", 0x120000, 0x10000), EFI_SUCCESS);
	assert_int_equal(parts.part[0].from, 0x110000);
	assert_int_equal(part_after("module", 0x10000, 0), EFI_SUCCESS);
	assert_int_equal(parts.part[1].from, 0x100000);
	assert_arrive();
}

/* Firmware that refuses memory which is free in its map. */
static void
test_stubborn(void **state)
{
	(void)state;
	new_machine();
	stubborn = true;
	assert_int_equal(part_at("kernel", 0x111000, PAGE), EFI_SUCCESS);
	assert_int_equal(parts.part[0].from, 0x112000);
	assert_int_equal(part_after("module", 1, 0), EFI_SUCCESS);
	assert_int_equal(parts.part[1].to, 0x112000);
	assert_int_equal(parts.part[1].from, 0x113000);
	assert_arrive();
}

static void
test_in_the_way(void **state)
{
	(void)state;
	new_machine();
	set(0x11a, 2, EfiACPIMemoryNVS);
	assert_int_not_equal(part_at("kernel", 0x110000, 0x10000), EFI_SUCCESS);
	assert_string_equal(said,
	    "0x11a000-0x11bfff stays ACPI NVS (EFI type 10): "
	    "40 KiB fit at 0x110000, not 64");
	assert_int_not_equal(part_at("kernel", 0x11b000, PAGE), EFI_SUCCESS);
	assert_string_equal(said,
	    "0x11a000-0x11bfff stays ACPI NVS (EFI type 10): "
	    "0 KiB fit at 0x11b000, not 4");
	assert_int_not_equal(part_at("kernel", 0x150000, 0x20000), EFI_SUCCESS);
	assert_string_equal(said,
	    "there is no memory at 0x160000: 64 KiB fit at 0x150000, not 128");
	assert_int_equal(parts.count, 0);
	assert_int_equal(part_at("kernel", 0x110000, 0xa000), EFI_SUCCESS);
	assert_int_equal(part_after("module", 1, 0), EFI_SUCCESS);
	assert_int_equal(parts.part[1].to, 0x11c000);
	assert_int_not_equal(part_after("module", 0x44000, 0), EFI_SUCCESS);
	assert_string_equal(
	    said, "no room for 272 KiB between 0x11d000 and 1 GiB");
	assert_int_equal(part_after("last", 0x43000, PAGE), EFI_SUCCESS);
	assert_string_equal(
	    said, "loader: last: less than 4 KiB of memory after it\n");
	assert_arrive();
}

/* Memory that is no longer free when the parts are checked. */
static void
test_check(void **state)
{
	UINTN key;

	(void)state;
	new_machine();
	assert_int_equal(part_at("kernel", 0x110000, 0x8000), EFI_SUCCESS);
	assert_int_equal(part_after("module", 1, 0), EFI_SUCCESS);
	assert_int_equal(
	    map_read(&host.header, sizeof(host), &key), EFI_SUCCESS);
	assert_int_equal(parts_check(&host.header), EFI_SUCCESS);
	set(0x118, 1, EfiRuntimeServicesData);
	assert_int_equal(
	    map_read(&host.header, sizeof(host), &key), EFI_SUCCESS);
	assert_int_not_equal(parts_check(&host.header), EFI_SUCCESS);
	assert_string_equal(said,
	    "0x118000-0x118fff stays runtime services data (EFI type 6): "
	    "0 KiB fit at 0x118000, not 4");
}

static void
random_machine(void)
{
	static const uint32_t types[] = { EfiConventionalMemory,
		EfiBootServicesData, EfiBootServicesCode, EfiLoaderCode,
		EfiConventionalMemory, EfiReservedMemoryType, NONE };
	uint32_t i, kinds = COUNT(types) - below(3);

	new_machine();
	for (i = 0; i < 12; i++)
		set(FIRST + below(PAGES - 20), below(20), types[below(kinds)]);
	stubborn = below(4) == 0;
}

static void
test_random(void **state)
{
	uint32_t round, n, arrived = 0, moved = 0;

	(void)state;
	for (round = 0; round < 20000; round++) {
		random_machine();
		if (part_at("kernel", (FIRST + below(PAGES)) * PAGE,
			(below(16) + 1) * PAGE) != EFI_SUCCESS) {
			assert_true(failed && parts.count == 0);
			continue;
		}
		for (n = 0; n < 4 && !failed; n++)
			part_after(
			    "part", below(20 * PAGE) + 1, below(2) * PAGE);
		assert_true(failed || parts.count == 5);
		assert_arrive();
		arrived += parts.count > 2;
		moved += part_last()->to != part_last()->from;
	}
	assert_in_range(arrived, 1000, round);
	assert_in_range(moved, 1000, round);
}

static const struct CMUnitTest tests[] = {
	PLAIN(test_in_place),
	PLAIN(test_tight),
	PLAIN(test_below),
	PLAIN(test_stubborn),
	PLAIN(test_in_the_way),
	PLAIN(test_check),
	PLAIN(test_random),
};
MAIN("part")
