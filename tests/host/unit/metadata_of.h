/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Metadata for tests of the kernel's own C, record by record, with a map of few
 * pages. No file can include this and unit.h: the kit's headers have the names
 * of the kernel's.
 */
#ifndef METADATA_OF_H
#define METADATA_OF_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "kern/acpi.h"
#include "kern/boot.h"
#include "kern/panic.h"

#define MD(type) (MODINFO_METADATA | (type))
#define START    0x280000ull /* where what was loaded begins: metadata */
#define PAGE     0x1000ull
#define MAP_MOST 16

void unit_begin(void);
uint64_t any(void);
uint64_t below(uint64_t limit);

static unsigned char md[0x2000];
static uint32_t md_size;
static unsigned char *md_heap; /* a copy, so that each byte behind it is seen */
static struct boot boot;
static char panicked[256];
static jmp_buf panic_jump;

/* No firmware is searched. */
uint64_t
acpi_scan(void)
{
	return 0;
}

_Noreturn void
panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(panicked, sizeof(panicked), fmt, ap);
	va_end(ap);
	longjmp(panic_jump, 1);
}

static inline void
put(uint32_t type, const void *data, uint32_t size)
{
	memcpy(md + md_size, &type, 4);
	memcpy(md + md_size + 4, &size, 4);
	memcpy(md + md_size + 8, data, size);
	md_size += 8 + (size + 7) / 8 * 8;
}

static inline void
put_string(uint32_t type, const char *s)
{
	put(type, s, (uint32_t)strlen(s) + 1);
}

static inline void
put_u64(uint32_t type, uint64_t value)
{
	put(type, &value, sizeof(value));
}

static inline void
put_file(const char *type, uint64_t addr, uint64_t size)
{
	put_string(MODINFO_NAME, "file");
	put_string(MODINFO_TYPE, type);
	put_u64(MODINFO_ADDR, addr);
	put_u64(MODINFO_SIZE, size);
}

/* Begins with a kernel. */
static inline void
begin(void)
{
	memset(md, 0, sizeof(md));
	md_size = 0;
	put_file(KERNEL_TYPE, 0x200000, 0x80000);
}

/* Makes it boot.preload, of that many bytes. */
static inline void
take(uint32_t bytes)
{
	free(md_heap);
	md_heap = malloc(bytes);
	memcpy(md_heap, md, bytes);
	boot = (struct boot){ 0 };
	boot.preload = (struct preload){
		.base = (unsigned char *)((uintptr_t)md_heap - START),
		.start = START,
		.end = START + bytes,
		.modulep = START,
	};
}

/* All that the kernel does with it; the line of a panic, or NULL. */
static inline const char *
boots(void)
{
	struct boot_file f = { 0 };
	struct kenv_entry e = { .next = 0 };
	struct physmap_range r;
	uint64_t i;

	if (setjmp(panic_jump) != 0)
		return panicked;
	boot_init(&boot);
	while (boot_next_file(&boot, &f))
		continue;
	while (kenv_next(&boot.kenv, &e))
		continue;
	for (i = 0; i < boot.map.count; i++)
		physmap_entry(&boot.map, i, &r);
	return NULL;
}

static inline void
assert_panics(const char *line)
{
	const char *got = boots();

	assert_non_null(got);
	assert_string_equal(got, line);
}

static inline void
assert_boots(void)
{
	const char *got = boots();

	if (got != NULL)
		fail_msg("%s", got);
}

/* A map, as SMAP or as EFI_MAP; type is EFI's, of which each has its SMAP. */
struct piece {
	uint64_t first, last;
	uint32_t type;
};

#define EFI_LOADER       1
#define EFI_FREE         7
#define EFI_RESERVED     0
#define EFI_RECLAIM      9
#define EFI_NVS          10
#define EFI_PMEM         14
#define EFI_UNUSABLE_RAM 8

static inline uint32_t
smap_type(uint32_t efi)
{
	switch (efi) {
	case EFI_LOADER:
	case EFI_FREE:
		return SMAP_TYPE_MEMORY;
	case EFI_RECLAIM:
		return SMAP_TYPE_ACPI_RECLAIM;
	case EFI_NVS:
		return SMAP_TYPE_ACPI_NVS;
	case EFI_PMEM:
		return SMAP_TYPE_PMEM;
	case EFI_UNUSABLE_RAM:
		return SMAP_TYPE_ACPI_ERROR;
	default:
		return SMAP_TYPE_RESERVED;
	}
}

/* Stricter ones are higher; 0 is no entry. */
static inline unsigned
strictness(uint32_t efi_type, bool efi)
{
	switch (efi_type) {
	case EFI_FREE:
		return 1;
	case EFI_LOADER:
		return efi ? 2 : 1;
	case EFI_PMEM:
		return 3;
	case EFI_RECLAIM:
		return 4;
	case EFI_NVS:
		return 5;
	default:
		return 6;
	}
}

static inline void
put_map(const struct piece *p, uint32_t count, bool efi)
{
	unsigned char record[EFI_MAP_DESCRIPTORS + MAP_MOST * 48] = { 0 };
	uint64_t stride = 48, bytes = count * stride, pages;
	struct bios_smap smap[MAP_MOST];
	uint32_t i;

	for (i = 0; i < count; i++) {
		unsigned char *d = record + EFI_MAP_DESCRIPTORS + i * stride;

		smap[i] = (struct bios_smap){ p[i].first,
			p[i].last - p[i].first + 1, smap_type(p[i].type) };
		pages = (p[i].last - p[i].first + 1) / PAGE;
		memcpy(d, &p[i].type, 4);
		memcpy(d + 8, &p[i].first, 8);
		memcpy(d + 24, &pages, 8);
	}
	memcpy(record, &bytes, 8);
	memcpy(record + 8, &stride, 8);
	if (efi)
		put(MD(MODINFOMD_EFI_MAP), record,
		    EFI_MAP_DESCRIPTORS + (uint32_t)bytes);
	else
		put(MD(MODINFOMD_SMAP), smap, count * sizeof(smap[0]));
}

/* A random map: COUNT pieces of [first, first + pages), in any order. */
static inline uint32_t
any_pieces(struct piece *p, uint64_t first, uint64_t pages, bool efi)
{
	static const uint32_t types[] = { EFI_FREE, EFI_FREE, EFI_FREE,
		EFI_LOADER, EFI_RESERVED, EFI_RECLAIM, EFI_NVS, EFI_PMEM,
		EFI_UNUSABLE_RAM };
	uint32_t count = 1 + (uint32_t)below(MAP_MOST - 1), i;

	for (i = 0; i < count; i++) {
		p[i].first = first + below(pages) * PAGE;
		p[i].last = p[i].first + (1 + below(pages / 2)) * PAGE - 1;
		p[i].type = types[below(sizeof(types) / sizeof(types[0]))];
		if (!efi && below(2) != 0) {
			p[i].first += below(PAGE);
			p[i].last -= below(PAGE - 1);
			if (p[i].last < p[i].first)
				p[i].last = p[i].first;
		}
	}
	return count;
}

/* The strictest of what is there, and whether it covers the byte. */
static inline unsigned
strictest(const struct piece *p, uint32_t count, uint64_t at, bool efi)
{
	unsigned most = 0;
	uint32_t i;

	for (i = 0; i < count; i++)
		if (p[i].first <= at && at <= p[i].last &&
		    strictness(p[i].type, efi) > most)
			most = strictness(p[i].type, efi);
	return most;
}

#define MAIN(name)                                                           \
	int main(void)                                                       \
	{                                                                    \
		unit_begin();                                                \
		return cmocka_run_group_tests_name(name, tests, NULL, NULL); \
	}

#endif
