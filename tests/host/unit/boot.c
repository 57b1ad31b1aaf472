/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's way through the metadata: nothing in that is trusted. */
#include "metadata_of.h"

static const char env[] = "loader=me\0a=b\0";

/* A kernel with all records, a module, and the kenv behind them. */
static void
begin_all(void)
{
	const struct piece map[] = { { 0x100000, 0x7fffff, EFI_FREE } };
	uint32_t howto = 0x800, at;

	begin();
	put(MD(MODINFOMD_HOWTO), &howto, 4);
	at = md_size + 8;
	put_u64(MD(MODINFOMD_ENVP), 0);
	put_u64(MD(MODINFOMD_KERNEND), 0x300000);
	put_map(map, 1, false);
	put_file(MODULE_TYPE_MD_IMAGE, 0x290000, 5);
	put_string(MODINFO_ARGS, "x y ");
	put(MODINFO_END, "", 0);
	memcpy(md + at, &(uint64_t){ START + md_size }, 8);
	memcpy(md + md_size, env, sizeof(env));
	md_size += sizeof(env);
}

static void
all_of_it_is_found(void **state)
{
	struct boot_file f = { 0 };
	struct kenv_entry e = { .next = 0 };

	(void)state;
	begin_all();
	take(md_size);
	assert_boots();
	assert_int_equal(boot.start, 0x200000);
	assert_int_equal(boot.kernend, 0x300000);
	assert_int_equal(boot.howto, 0x800);
	assert_int_equal(boot.map.count, 1);
	assert_false(boot.has_fb);
	assert_true(boot_next_file(&boot, &f));
	assert_true(f.is_kernel);
	assert_true(boot_next_file(&boot, &f));
	assert_false(f.is_kernel);
	assert_true(text_is(f.type, "md_image"));
	assert_true(text_is(f.args, "x y"));
	assert_true(f.is_placed);
	assert_int_equal(f.addr, 0x290000);
	assert_int_equal(f.size, 5);
	assert_false(boot_next_file(&boot, &f));
	assert_true(kenv_next(&boot.kenv, &e));
	assert_true(text_is(e.name, "loader") && text_is(e.value, "me"));
	assert_true(kenv_next(&boot.kenv, &e));
	assert_false(kenv_next(&boot.kenv, &e));
}

/* Cut off anywhere: it boots or says why, and no byte behind it is read. */
static void
cut_off_anywhere(void **state)
{
	uint32_t bytes, records;

	(void)state;
	begin_all();
	records = md_size - sizeof(env);
	for (bytes = 1; bytes <= md_size; bytes++) {
		take(bytes);
		if (bytes > records)
			assert_boots();
		else
			assert_non_null(boots());
		if (bytes < records)
			assert_non_null(strstr(panicked, "past kernend"));
	}
}

/* Any byte may be anything, and no byte out of bounds is read. */
static void
any_byte_is_anything(void **state)
{
	uint32_t at, i;
	unsigned char was;

	(void)state;
	begin_all();
	for (at = 0; at < md_size; at++) {
		was = md[at];
		for (i = 0; i < 5; i++) {
			md[at] = (const unsigned char[]){ 0, 0xff, was ^ 0x80,
				was + 1, (unsigned char)any() }[i];
			take(md_size);
			boots();
		}
		md[at] = was;
	}
}

static void
the_list_ends_in_what_was_loaded(void **state)
{
	(void)state;
	begin();
	take(md_size);
	assert_panics("metadata: record at 0x280048, type 0x4, size 8: "
		      "the list runs past kernend");
	boot.preload.modulep = START - 8;
	assert_non_null(boots());
	boot.preload.modulep = UINT64_MAX;
	assert_non_null(boots());
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	boot.preload.modulep = START + md_size - 8;
	assert_panics("metadata: no file is the kernel");
	boot.preload.modulep++;
	assert_non_null(boots());
}

/* The end has type 0 and no bytes; a type of 0 alone does not end the list. */
static void
only_the_end_ends_the_list(void **state)
{
	(void)state;
	begin();
	put(MODINFO_END, "12345678", 8);
	put_u64(MD(MODINFOMD_KERNEND), 0x345000);
	put(MODINFO_ARGS, "", 0);
	put_file(MODULE_TYPE_MD_IMAGE, 0x290000, 5);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	assert_int_equal(boot.kernend, 0x345000);
}

static void
a_record_ends_in_what_was_loaded(void **state)
{
	uint32_t at, size;

	(void)state;
	begin();
	at = md_size;
	put(MODINFO_ARGS, "12345678", 8);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	size = 17; /* one byte more than there is */
	memcpy(md + at + 4, &size, 4);
	take(md_size);
	assert_panics("metadata: record at 0x280048, type 0x6, size 17: "
		      "the record runs past kernend");
	size = UINT32_MAX;
	memcpy(md + at + 4, &size, 4);
	take(md_size);
	assert_non_null(boots());
	size = 16; /* all there is: then the list has no end */
	memcpy(md + at + 4, &size, 4);
	take(md_size);
	assert_non_null(strstr(boots(), "the list runs past kernend"));
}

static void
numbers_have_their_size(void **state)
{
	static const struct {
		uint32_t type, least;
	} numbers[] = {
		{ MODINFO_ADDR, 8 },
		{ MODINFO_SIZE, 8 },
		{ MD(MODINFOMD_HOWTO), 4 },
		{ MD(MODINFOMD_ENVP), 8 },
		{ MD(MODINFOMD_KERNEND), 8 },
		{ MD(MODINFOMD_EFI_MAP), 32 },
	};
	unsigned char bytes[40] = { 0 };
	uint32_t i;

	(void)state;
	bytes[8] = 48; /* EFI_MAP's stride */
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		begin();
		put(numbers[i].type, bytes, numbers[i].least - 1);
		put(MODINFO_END, "", 0);
		take(md_size);
		assert_non_null(strstr(boots(), "the record is too short"));
		begin();
		put(numbers[i].type, bytes, numbers[i].least);
		put(MODINFO_END, "", 0);
		take(md_size);
		assert_boots();
	}
}

static void
a_kernel_is_there_and_has_an_address(void **state)
{
	(void)state;
	begin();
	memcpy(md + 16 + 8, "ELF", 3);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_panics("metadata: no file is the kernel");
	begin();
	md_size = 40; /* NAME and TYPE */
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_panics("metadata: the kernel has no ADDR");
}

/* GRUB leaves the records of a kernel that it failed to load. */
static void
the_kernel_is_the_last_one_with_a_map(void **state)
{
	const struct piece map[] = { { 0x100000, 0x7fffff, EFI_FREE } };

	(void)state;
	begin();
	put_file(KERNEL_TYPE_GRUB, 0x400000, 1);
	put_map(map, 1, false);
	put_file(KERNEL_TYPE, 0x600000, 1);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	assert_int_equal(boot.start, 0x400000);
	begin();
	put_file(KERNEL_TYPE_GRUB, 0x400000, 1);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
	assert_int_equal(boot.start, 0x400000);
}

static void
with_envp(uint64_t envp, const char *bytes, uint32_t size)
{
	begin();
	put_u64(MD(MODINFOMD_ENVP), envp);
	put(MODINFO_END, "", 0);
	memcpy(md + md_size, bytes, size);
	md_size += size;
	take(md_size);
}

static void
the_kenv_lies_in_what_was_loaded(void **state)
{
	struct kenv_entry e = { .next = 0 };
	uint64_t at;

	(void)state;
	with_envp(0, "", 0);
	assert_boots();
	assert_false(kenv_next(&boot.kenv, &e));
	at = START + md_size;
	with_envp(START - 1, "", 0);
	assert_panics("metadata: ENVP 0x27ffff is not in what was loaded");
	with_envp(at, "", 0);
	assert_panics("metadata: ENVP 0x280060 is not in what was loaded");
	with_envp(UINT64_MAX, "", 0);
	assert_non_null(boots());
	with_envp(at, "a", 1);
	assert_boots();
	assert_false(kenv_next(&boot.kenv, &e));
	with_envp(START, "", 0);
	assert_boots();
}

/* It ends with an empty string, or where all that was loaded ends. */
static void
a_kenv_without_an_end(void **state)
{
	static const char *const ends[] = { "a=b\0c=def", "a=b\0c=def\0",
		"a=b\0c=def\0\0g=h" };
	static const uint32_t sizes[] = { 9, 10, 14 };
	struct kenv_entry e;
	struct text value;
	uint32_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		with_envp(START + 0x60, ends[i], sizes[i]);
		assert_boots();
		e.next = 0;
		assert_true(kenv_next(&boot.kenv, &e));
		assert_true(kenv_next(&boot.kenv, &e));
		assert_true(text_is(e.name, "c") && text_is(e.value, "def"));
		assert_false(kenv_next(&boot.kenv, &e));
		assert_false(kenv_lookup(&boot.kenv, "g", &value));
		assert_true(kenv_lookup(&boot.kenv, "a", &value));
		assert_true(text_is(value, "b"));
	}
}

static void
with_record(uint32_t type, const void *data, uint32_t size)
{
	begin();
	put(type, data, size);
	put(MODINFO_END, "", 0);
	take(md_size);
}

static void
smap_is_whole_entries(void **state)
{
	static const unsigned char bytes[64];
	uint32_t size;

	(void)state;
	for (size = 0; size <= sizeof(bytes); size++) {
		with_record(MD(MODINFOMD_SMAP), bytes, size);
		if (size % 20 == 0) {
			assert_boots();
			assert_int_equal(boot.map.count, size / 20);
		} else {
			assert_panics("metadata: SMAP is no number of entries");
		}
	}
}

static void
with_efi_map(uint64_t bytes, uint64_t stride, uint32_t size)
{
	unsigned char record[256] = { 0 };

	memcpy(record, &bytes, 8);
	memcpy(record + 8, &stride, 8);
	with_record(MD(MODINFOMD_EFI_MAP), record, size);
}

static void
efi_map_is_whole_descriptors(void **state)
{
	(void)state;
	with_efi_map(96, 48, 32 + 96);
	assert_boots();
	assert_int_equal(boot.map.count, 2);
	assert_true(boot.map.efi);
	with_efi_map(80, 40, 32 + 80);
	assert_boots();
	with_efi_map(78, 39, 32 + 80);
	assert_panics("metadata: EFI_MAP has descriptors that are too short");
	with_efi_map(0, 0, 32);
	assert_panics("metadata: EFI_MAP has descriptors that are too short");
	with_efi_map(96, 48, 32 + 95);
	assert_panics("metadata: EFI_MAP is longer than its record");
	with_efi_map(UINT64_MAX, 48, 32 + 96);
	assert_panics("metadata: EFI_MAP is longer than its record");
	with_efi_map(95, 48, 32 + 96);
	assert_panics("metadata: EFI_MAP is no number of descriptors");
	with_efi_map(96, UINT64_MAX, 32 + 96);
	assert_panics("metadata: EFI_MAP is no number of descriptors");
}

/* A frame buffer's record that is too short counts as one of no use. */
static void
a_short_frame_buffer(void **state)
{
	unsigned char fb[EFI_FB_SIZE];

	(void)state;
	memset(fb, 0x11, sizeof(fb));
	with_record(MD(MODINFOMD_EFI_FB), fb, EFI_FB_SIZE);
	assert_boots();
	assert_true(boot.has_fb);
	assert_int_equal(boot.fb.mask_reserved, 0x11111111);
	with_record(MD(MODINFOMD_EFI_FB), fb, EFI_FB_SIZE - 1);
	assert_boots();
	assert_true(boot.has_fb);
	assert_int_equal(boot.fb.fb_addr, 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(all_of_it_is_found),
	cmocka_unit_test(cut_off_anywhere),
	cmocka_unit_test(any_byte_is_anything),
	cmocka_unit_test(the_list_ends_in_what_was_loaded),
	cmocka_unit_test(only_the_end_ends_the_list),
	cmocka_unit_test(a_record_ends_in_what_was_loaded),
	cmocka_unit_test(numbers_have_their_size),
	cmocka_unit_test(a_kernel_is_there_and_has_an_address),
	cmocka_unit_test(the_kernel_is_the_last_one_with_a_map),
	cmocka_unit_test(the_kenv_lies_in_what_was_loaded),
	cmocka_unit_test(a_kenv_without_an_end),
	cmocka_unit_test(smap_is_whole_entries),
	cmocka_unit_test(efi_map_is_whole_descriptors),
	cmocka_unit_test(a_short_frame_buffer),
};

MAIN("boot")
