/* SPDX-License-Identifier: BSD-2-Clause */
/* The writer, byte by byte; roundtrip.c has it read by the kernel. */
#include "unit.h"

#define MD(type) (MODINFO_METADATA | (type))

static void
new_view(void)
{
	bsd.howto = 0x12345678;
	bsd.kernend = 0x345000;
	view.module_count = 0;
	memmap_clear(&view.map);
	assert_true(memmap_paint(&view.map, 0x1000, 0x9fbff, RAM));
	assert_true(memmap_paint(&view.map, 0x100000, 0x3fffff, RAM));
	bsd.kenv.paddr = ARENA_AT + 8;
}

static void
add_module(const char *name, const char *type, const char *args)
{
	bsd.module[view.module_count] =
	    (struct freebsd_module){ name, type, args };
	view.module[view.module_count++] =
	    (struct boot_module){ 0x111111, 0x2222, NULL, 0 };
}

/* The next record must be this; goes on to the one after it. */
static const char *record;

static void
assert_record(uint32_t type, const void *data, uint32_t size)
{
	uint32_t header[2], i;

	assert_int_equal((record - view.arena.base) % 8, 0);
	memcpy(header, record, 8);
	assert_int_equal(header[0], type);
	assert_int_equal(header[1], size);
	record += 8;
	assert_memory_equal(record, data, size);
	for (i = size; i % 8 != 0; i++)
		assert_int_equal(record[i], 0);
	record += i;
}

static void
assert_u64(uint32_t type, uint64_t value)
{
	assert_record(type, &value, 8);
}

static void
assert_string(uint32_t type, const char *s)
{
	assert_record(type, s, (uint32_t)strlen(s) + 1);
}

static void
assert_kernel(const struct bios_smap *smap, uint32_t entries)
{
	assert_string(MODINFO_NAME, "kernel");
	assert_string(MODINFO_TYPE, "elf kernel");
	assert_u64(MODINFO_ADDR, KERNEL_START);
	assert_u64(MODINFO_SIZE, KERNEL_END - KERNEL_START);
	assert_record(MD(MODINFOMD_HOWTO), &bsd.howto, 4);
	assert_u64(MD(MODINFOMD_ENVP), bsd.kenv.paddr);
	assert_u64(MD(MODINFOMD_KERNEND), 0x345000);
	assert_u64(MD(MODINFOMD_MODULEP), bsd.modulep);
	assert_record(MD(MODINFOMD_SMAP), smap, entries * 20);
}

static const struct bios_smap two[] = { { 0x1000, 0x9ec00, RAM },
	{ 0x100000, 0x300000, RAM } };

static void
assert_end(void)
{
	assert_record(MODINFO_END, "", 0);
	assert_int_equal(view.arena.used, record - view.arena.base);
}

static void
write_it(void)
{
	uint32_t used = view.arena.used;

	assert_true(preload_write(&bsd));
	assert_int_equal(bsd.modulep % 8, 0);
	assert_in_range(bsd.modulep, ARENA_AT + used, ARENA_AT + used + 7);
	record = view.arena.base + (bsd.modulep - ARENA_AT);
}

static void
the_kernel_is_the_first_file(void **state)
{
	(void)state;
	new_view();
	write_it();
	assert_kernel(two, 2);
	assert_end();
}

static void
a_file_for_each_module_in_order(void **state)
{
	(void)state;
	new_view();
	add_module("initrd", "md_image", "");
	add_module("", "t", "a");
	write_it();
	assert_kernel(two, 2);
	assert_string(MODINFO_NAME, "initrd");
	assert_string(MODINFO_TYPE, "md_image");
	assert_u64(MODINFO_ADDR, 0x111111);
	assert_u64(MODINFO_SIZE, 0x2222);
	assert_string(MODINFO_NAME, "");
	assert_string(MODINFO_TYPE, "t");
	assert_u64(MODINFO_ADDR, 0x111111);
	assert_u64(MODINFO_SIZE, 0x2222);
	assert_string(MODINFO_ARGS, "a");
	assert_end();
}

static void
strings_of_any_length_are_padded_with_zeroes(void **state)
{
	char name[40] = "", args[40] = "";
	uint32_t i;

	(void)state;
	for (i = 0; i < 30; i++) {
		new_arena(0x1000);
		new_view();
		name[i] = 'n';
		args[i] = 'a';
		add_module(name, "md_image", args);
		write_it();
		assert_kernel(two, 2);
		assert_string(MODINFO_NAME, name);
		assert_string(MODINFO_TYPE, "md_image");
		assert_u64(MODINFO_ADDR, 0x111111);
		assert_u64(MODINFO_SIZE, 0x2222);
		assert_string(MODINFO_ARGS, args);
		assert_end();
	}
}

static void
starts_at_a_multiple_of_8(void **state)
{
	uint32_t used;

	(void)state;
	for (used = 0; used < 20; used++) {
		new_view();
		view.arena.used = used;
		write_it();
		assert_kernel(two, 2);
		assert_end();
	}
}

static void
equal_neighbours_are_one_entry(void **state)
{
	const struct bios_smap smap[] = { { 0, 0x3000, RAM },
		{ 0x3000, 0x1000, 77 }, { 0x4000, 0x1000, RAM },
		{ 0x8000, 0x1000, SMAP_TYPE_PMEM } };
	uint64_t i;

	(void)state;
	new_view();
	memmap_clear(&view.map);
	for (i = 0; i < 5; i++)
		memmap_paint(
		    &view.map, i * 0x1000, i * 0x1000 + 0xfff, i == 3 ? 77 : 1);
	memmap_paint(&view.map, 0x8000, 0x8fff, MEMMAP_PMEM);
	write_it();
	assert_kernel(smap, 4);
	assert_end();
}

static void
an_entry_goes_up_to_the_last_byte_of_all(void **state)
{
	const struct bios_smap smap[] = { { 0, 0x1000, RAM },
		{ 0x8000, -0x8000ull, RESERVED } };

	(void)state;
	new_view();
	memmap_clear(&view.map);
	memmap_paint(&view.map, 0, 0xfff, RAM);
	memmap_paint(&view.map, 0x8000, UINT64_MAX, RESERVED);
	write_it();
	assert_kernel(smap, 2);
	assert_end();
}

static void
no_entry_is_of_length_0(void **state)
{
	struct bios_smap smap;

	(void)state;
	new_view();
	memmap_clear(&view.map);
	memmap_paint(&view.map, 0, UINT64_MAX, RAM);
	write_it();
	record += 16 + 24 + 16 * 5 + 16 + 8;
	memcpy(&smap, record, sizeof(smap));
	assert_int_equal(smap.base, 0);
	assert_int_equal(smap.type, RAM);
	assert_true(smap.length != 0);
}

/* A loader without a map of its own adds records in the map's place. */
static void
a_loader_adds_records(void **state)
{
	uint64_t handle = 0x123456789abcdef0ull;

	(void)state;
	new_view();
	memmap_clear(&view.map);
	bsd.record[0] = (struct freebsd_record){ MODINFOMD_FW_HANDLE,
		sizeof(handle), (const char *)&handle };
	bsd.record[1] = (struct freebsd_record){ MODINFOMD_EFI_MAP, 3, "map" };
	bsd.record_count = 2;
	write_it();
	record += 16 + 24 + 16 * 5;
	assert_u64(MD(MODINFOMD_MODULEP), bsd.modulep);
	assert_u64(MD(MODINFOMD_FW_HANDLE), handle);
	assert_record(MD(MODINFOMD_EFI_MAP), "map", 3);
	assert_end();
}

/* The largest view: all modules, a map of all steps. */
static void
big_view(void)
{
	uint64_t i;

	new_view();
	for (i = 0; i < 6; i++)
		memmap_paint(&view.map, i * 0x9000 + 5, i * 0x9000 + 99, 2);
	for (i = 0; i < 4; i++)
		add_module("a name", "type", i % 2 != 0 ? "some args" : "");
}

/*
 * All of the metadata, or a defect and no write outside the arena, of which
 * used bytes are taken.
 */
static void
any_size(uint32_t used)
{
	static char whole[0x1000];
	uint32_t size, i, length;

	new_arena(sizeof(whole));
	big_view();
	view.arena.used = used;
	assert_true(preload_write(&bsd));
	length = view.arena.used;
	memcpy(whole, view.arena.base, length);
	/* The end asks for 16 bytes and takes 8 of them. */
	for (size = (used + 7) & ~7u; size < length + 64; size++) {
		new_arena(sizeof(whole));
		view.arena.size = size;
		view.arena.used = used;
		big_view();
		if (preload_write(&bsd)) {
			assert_true(size >= length + 8);
			assert_int_equal(view.arena.used, length);
			assert_memory_equal(
			    view.arena.base + ((used + 7) & ~7u),
			    whole + ((used + 7) & ~7u),
			    length - ((used + 7) & ~7u));
		} else {
			assert_true(size < length + 8);
			assert_int_equal(view.defect.code, PVH_METADATA_FULL);
			assert_true(view.defect.value <= size);
			assert_int_equal(view.arena.used, used);
		}
		for (i = size; i < sizeof(whole); i++)
			assert_int_equal(
			    (unsigned char)view.arena.base[i], 0xa5);
	}
}

static void
writes_all_or_a_defect_at_any_size_of_the_arena(void **state)
{
	(void)state;
	any_size(0);
	any_size(16);
}

static void
writes_nothing_behind_an_arena_with_an_odd_part_used(void **state)
{
	(void)state;
	any_size(13);
}

/* On the heap, where the sanitizer sees every byte outside the arena. */
static void
reads_and_writes_nothing_behind_the_arena(void **state)
{
	uint32_t size;

	(void)state;
	for (size = 0; size < 0x400; size += 8) {
		new_arena(size);
		big_view();
		preload_write(&bsd);
	}
}

static void
the_largest_view_fits_the_kit_s_arena(void **state)
{
	uint64_t i;

	(void)state;
	new_view();
	memmap_clear(&view.map);
	for (i = 0; memmap_paint(&view.map, i * 32, i * 32 + 15, RAM);)
		i++;
	for (i = 0; i < BOOT_MODULES; i++)
		add_module("module63", "md_image", "");
	view.arena.used = 2 * BOOT_STRING;
	write_it();
}

static const struct CMUnitTest tests[] = {
	SMALL(the_kernel_is_the_first_file),
	SMALL(a_file_for_each_module_in_order),
	SMALL(strings_of_any_length_are_padded_with_zeroes),
	SMALL(starts_at_a_multiple_of_8),
	SMALL(equal_neighbours_are_one_entry),
	SMALL(an_entry_goes_up_to_the_last_byte_of_all),
	SMALL(no_entry_is_of_length_0),
	SMALL(a_loader_adds_records),
	SMALL(writes_all_or_a_defect_at_any_size_of_the_arena),
	SMALL(writes_nothing_behind_an_arena_with_an_odd_part_used),
	SMALL(reads_and_writes_nothing_behind_the_arena),
	SMALL(the_largest_view_fits_the_kit_s_arena),
};

MAIN("preload")
