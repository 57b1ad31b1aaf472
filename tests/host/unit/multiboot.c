/* SPDX-License-Identifier: BSD-2-Clause */
/* The Multiboot formats: what a header requests, and what a kernel is handed.
 */
#include "unit.h"
#include "multiboot.h"
#include "arch/pvh/multiboot/native.c"

/* A header of up to 20 words, padded with zeroes to what can be read. */
struct header {
	uint32_t word[20];
};

static struct multiboot_kernel kernel;
static struct native_args args;
static struct video frame_buffer; /* paddr 0: there is none */
static struct video_mode wanted;
static uint32_t opens; /* calls of video_open() */

bool
video_open(struct boot_view *v, struct video_mode mode, struct video *video)
{
	assert_ptr_equal(v, &view);
	wanted = mode;
	opens++;
	if (frame_buffer.paddr == 0)
		return false;
	*video = frame_buffer;
	return true;
}

static void
add_range(uint64_t first, uint64_t last, uint32_t type)
{
	assert_true(memmap_merge(&view.map, first, last, type));
}

static void
add_module(uint64_t paddr, uint64_t size, char *cmdline)
{
	uint32_t i = view.module_count++;

	view.module[i] = (struct boot_module){ paddr, size, cmdline, i };
}

/* A view of a machine with RAM only, for a kernel without a header. */
static void
begin(uint32_t version)
{
	memmap_clear(&view.map);
	add_range(0, 0x9fbff, RAM);
	add_range(MIB, WINDOW - 1, RAM);
	view.module_count = 0;
	view.cmdline = NULL;
	view.rsdp = 0;
	view.warned = 0;
	view.defect.code = PVH_OK;
	new_arena(BOOT_ARENA);
	frame_buffer = (struct video){ 0 };
	opens = 0;
	kernel = (struct multiboot_kernel){ 0 };
	kernel.version = version;
	kernel.extent = view.kernel;
	kernel.load_base = KERNEL_START;
	kernel.loader = "a loader";
	printed();
}

static bool
write_for(const struct header *h, uint32_t size)
{
	kernel.header = (const char *)h;
	kernel.header_size = size;
	args = (struct native_args){ 0, 0 };
	return multiboot_write(&view, &kernel, &args);
}

/* What the arena has at a physical address. */
static void *
arena_at(uint64_t paddr)
{
	assert_true(paddr >= ARENA_AT && paddr < ARENA_AT + view.arena.used);
	return view.arena.base + (paddr - ARENA_AT);
}

static const struct mb1_info *
info1(void)
{
	assert_int_equal(args.first, 0x2badb002);
	assert_int_equal(args.second % 8, 0);
	return arena_at(args.second);
}

/* The tag of a type, the nth from 0; NULL if there is none. All are sound. */
static const struct mb2_info_tag *
tag2(uint32_t type, uint32_t n)
{
	const struct mb2_info *info = arena_at(args.second);
	const struct mb2_info_tag *tag, *found = NULL;
	uint32_t at = 8, i;

	assert_int_equal(args.first, 0x36d76289);
	assert_int_equal(args.second % 8, 0);
	assert_int_equal(info->reserved, 0);
	assert_int_equal(
	    (args.second - ARENA_AT) + info->total_size, view.arena.used);
	do {
		assert_true(at + 8 <= info->total_size);
		tag = (const void *)((const char *)info + at);
		assert_true(
		    tag->size >= 8 && tag->size <= info->total_size - at);
		for (i = tag->size; i % 8 != 0; i++)
			assert_int_equal(((const char *)tag)[i], 0);
		if (tag->type == type && n-- == 0)
			found = tag;
		at += (tag->size + 7) / 8 * 8;
	} while (tag->type != 0);
	assert_int_equal(tag->size, 8);
	assert_int_equal(at, info->total_size);
	return found;
}

/* ---- headers */

static const struct header plain1 = { { 0x1badb002, 0, 0xe4524ffe } };
static const struct header plain2 = { { 0xe85250d6, 0, 24, 0x17adaf12, 0, 8 } };

static void
finds_version_1_in_8_kib(void **state)
{
	static char bytes[0x2000 + 64];
	uint32_t at, last = 0x2000 - 12;

	(void)state;
	begin(1);
	for (at = 0; at <= last + 8; at++) {
		memset(bytes, 0x55, sizeof(bytes));
		memcpy(bytes + at, &plain1, 12);
		assert_int_equal(
		    multiboot_find(&view, 1, bytes, sizeof(bytes), &kernel),
		    at % 4 == 0 && at <= last);
		assert_false(multiboot_find(&view, 1, bytes, at + 11, &kernel));
		if (at % 4 != 0 || at > last)
			continue;
		assert_true(multiboot_find(&view, 1, bytes, at + 12, &kernel));
		assert_int_equal(kernel.header_size, 12);
		assert_ptr_equal(kernel.header, bytes + at);
		assert_int_equal(kernel.version, 1);
	}
	assert_string_equal(printed(), "");
	assert_false(multiboot_find(&view, 1, bytes, 0, &kernel));
}

static void
finds_version_2_in_32_kib(void **state)
{
	static char bytes[0x8000 + 64];
	uint32_t at, last = 0x8000 - 16;

	(void)state;
	begin(1);
	for (at = 0; at <= last + 8; at += 1 + at % 4) {
		memset(bytes, 0x55, sizeof(bytes));
		memcpy(bytes + at, &plain2, 16);
		assert_int_equal(
		    multiboot_find(&view, 2, bytes, sizeof(bytes), &kernel),
		    at % 8 == 0 && at <= last);
		assert_false(multiboot_find(&view, 2, bytes, at + 15, &kernel));
		if (at % 8 == 0 && at <= last) {
			assert_int_equal(kernel.header_size, 0x8000 - at);
			assert_ptr_equal(kernel.header, bytes + at);
			assert_int_equal(kernel.version, 2);
		}
	}
	assert_string_equal(printed(), "");
}

static void
leaves_out_what_is_no_header(void **state)
{
	struct header two[2] = { plain1, plain1 };

	(void)state;
	begin(2);
	two[0].word[2]++;
	assert_true(
	    multiboot_find(&view, 1, (char *)two, sizeof(two), &kernel));
	assert_ptr_equal(kernel.header, &two[1]);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header at byte 0: sum or architecture "
	    "0x0 is wrong\n");
	view.warned = 0;
	two[0] = plain2;
	two[1] = plain2;
	two[0].word[1] = 4;
	two[0].word[3] -= 4;
	assert_true(
	    multiboot_find(&view, 2, (char *)two, sizeof(two), &kernel));
	assert_ptr_equal(kernel.header, &two[1]);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header at byte 0: sum or architecture "
	    "0x4 is wrong\n");
	two[1].word[3]--;
	view.warned = 0;
	assert_false(
	    multiboot_find(&view, 2, (char *)two, sizeof(two), &kernel));
}

static void
refuse(const struct header *h, uint32_t size, enum pvh_code code,
    uint32_t index, uint64_t value, const char *line)
{
	assert_false(write_for(h, size));
	assert_refused(code, index, value, line);
	view.defect.code = PVH_OK;
}

static void
refuses_unknown_flags_of_version_1(void **state)
{
	struct header h = plain1;
	char line[100];
	uint32_t bit;

	(void)state;
	begin(1);
	for (bit = 0; bit < 32; bit++) {
		h.word[1] = 1u << bit | 1u << 31;
		if (bit < 3 || bit > 15) {
			assert_true(write_for(&h, 48));
			continue;
		}
		snprintf(line, sizeof(line),
		    "multiboot header: bit %u of flags 0x%x is unknown", bit,
		    h.word[1]);
		refuse(&h, 48, PVH_MULTIBOOT_FLAG, bit, h.word[1], line);
	}
	h.word[1] = 0xff40;
	refuse(&h, 48, PVH_MULTIBOOT_FLAG, 6, 0xff40,
	    "multiboot header: bit 6 of flags 0xff40 is unknown");
}

static void
refuses_a_header_that_is_cut(void **state)
{
	struct header h = plain1;

	(void)state;
	begin(1);
	h.word[1] = 1 << 16;
	assert_true(write_for(&h, 32));
	refuse(&h, 31, PVH_MULTIBOOT_CUT, 31, 32,
	    "multiboot header: it is cut after 31 of 0x20 bytes");
	h.word[1] = 1 << 2;
	assert_true(write_for(&h, 48));
	refuse(&h, 47, PVH_MULTIBOOT_CUT, 47, 48,
	    "multiboot header: it is cut after 47 of 0x30 bytes");
	begin(2);
	assert_true(write_for(&plain2, 24));
	refuse(&plain2, 23, PVH_MULTIBOOT_CUT, 23, 24,
	    "multiboot header: it is cut after 23 of 0x18 bytes");
}

/* A header of version 2: the words of its tags, without the end. */
static struct header
tags(uint32_t count, const uint32_t word[])
{
	struct header h = plain2;
	uint32_t i;

	for (i = 0; i < count; i++)
		h.word[4 + i] = word[i];
	count = (count + 1) / 2 * 2;
	h.word[4 + count] = 0;
	h.word[5 + count] = 8;
	h.word[2] = 4 * (6 + count);
	return h;
}
#define TAGS(...)                                     \
	tags(sizeof((uint32_t[]){ __VA_ARGS__ }) / 4, \
	    (uint32_t[]){ __VA_ARGS__ })

static void
refuse_tags(struct header h, enum pvh_code code, uint32_t index, uint64_t value,
    const char *line)
{
	refuse(&h, sizeof(h), code, index, value, line);
}

static void
refuses_malformed_tags(void **state)
{
	struct header h;
	uint32_t size;

	(void)state;
	begin(2);
	for (size = 0; size < 8; size++) {
		h = TAGS(1, size);
		assert_false(write_for(&h, sizeof(h)));
		assert_int_equal(view.defect.code, PVH_MULTIBOOT_TAG_SIZE);
		assert_int_equal(view.defect.index, 1);
		assert_int_equal(view.defect.value, size);
		h = TAGS(0, size);
		assert_false(write_for(&h, sizeof(h)));
		assert_int_equal(view.defect.code, PVH_MULTIBOOT_TAG_SIZE);
	}
	refuse_tags(TAGS(0x10006, 0), PVH_MULTIBOOT_TAG_SIZE, 6, 0,
	    "multiboot header: tag 6 has size 0x0");
	refuse_tags(TAGS(6, 17), PVH_MULTIBOOT_TAG_SIZE, 6, 17,
	    "multiboot header: tag 6 has size 0x11");
	refuse_tags(TAGS(6, 0xffffffff), PVH_MULTIBOOT_TAG_SIZE, 6, 0xffffffff,
	    "multiboot header: tag 6 has size 0xffffffff");
	refuse_tags(TAGS(4, 11, 0), PVH_MULTIBOOT_TAG_SIZE, 4, 11,
	    "multiboot header: tag 4 has size 0xb");
	refuse_tags(TAGS(5, 19, 0, 0, 0), PVH_MULTIBOOT_TAG_SIZE, 5, 19,
	    "multiboot header: tag 5 has size 0x13");
	/* It has no end, or the end is not all in it. */
	refuse_tags(TAGS(6, 16), PVH_MULTIBOOT_END, 0, 32,
	    "multiboot header: no end tag in its 0x20 bytes");
	h = TAGS(6, 8);
	for (size = 0; size < 32; size++) {
		h.word[2] = size;
		assert_false(write_for(&h, sizeof(h)));
		assert_int_equal(view.defect.code, PVH_MULTIBOOT_END);
		assert_int_equal(view.defect.value, size);
	}
	printed();
}

static void
refuses_unknown_tags_and_requests_unless_optional(void **state)
{
	struct header h;
	uint32_t i;

	(void)state;
	begin(2);
	for (i = 1; i <= 10; i++) {
		h = TAGS(i, 20, 0, 0, 0);
		h.word[6] = 0;
		if (i != 1)
			assert_true(write_for(&h, sizeof(h)));
	}
	refuse_tags(TAGS(11, 8), PVH_MULTIBOOT_TAG, 11, 0,
	    "multiboot header: tag 11 is unknown, flags 0x0");
	refuse_tags(TAGS(0xfffeffff, 8), PVH_MULTIBOOT_TAG, 0xffff, 0xfffe,
	    "multiboot header: tag 65535 is unknown, flags 0xfffe");
	h = TAGS(0x1000b, 8);
	assert_true(write_for(&h, sizeof(h)));
	for (i = 1; i <= 21; i++) {
		h = TAGS(1, 12, i);
		assert_true(write_for(&h, sizeof(h)));
	}
	refuse_tags(TAGS(1, 16, 5, 22), PVH_MULTIBOOT_REQUEST, 1, 22,
	    "multiboot header: tag 1 requests 0x16, which is unknown");
	refuse_tags(TAGS(1, 12, 0), PVH_MULTIBOOT_REQUEST, 1, 0,
	    "multiboot header: tag 1 requests 0x0, which is unknown");
	h = TAGS(0x10001, 16, 22, 0);
	assert_true(write_for(&h, sizeof(h)));
	h = TAGS(1, 11, 22); /* not a whole word */
	assert_true(write_for(&h, sizeof(h)));
	printed();
}

/* ---- screens */

static void
opens_a_screen_if_it_is_asked_for(void **state)
{
	struct header h = plain1;

	(void)state;
	begin(1);
	assert_true(write_for(&plain1, 48));
	assert_int_equal(opens, 0);
	assert_string_equal(printed(), "");
	h.word[1] = 1 << 2;
	h.word[9] = 640;
	h.word[10] = 480;
	h.word[11] = 24;
	assert_true(write_for(&h, 48));
	assert_int_equal(opens, 1);
	assert_int_equal(wanted.width, 640);
	assert_int_equal(wanted.height, 480);
	assert_int_equal(wanted.bpp, 24);
	assert_int_equal(info1()->flags & 1 << 12, 0);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header: bit 2 asks for a screen, and "
	    "there is none\n");
	h.word[8] = 1; /* text */
	begin(1);
	assert_true(write_for(&h, 48));
	assert_int_equal(opens, 0);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header: bit 2 asks for a screen, and "
	    "there is none\n");
	begin(2);
	h = TAGS(5, 20, 800, 600, 32);
	assert_true(write_for(&h, sizeof(h)));
	assert_int_equal(opens, 1);
	assert_int_equal(wanted.width, 800);
	assert_int_equal(wanted.height, 600);
	assert_int_equal(wanted.bpp, 32);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header: tag 5 asks for a screen, and "
	    "there is none\n");
	begin(2);
	h = TAGS(4, 12, 3);
	assert_true(write_for(&h, sizeof(h)));
	assert_int_equal(opens, 0);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header: tag 4 asks for a screen, and "
	    "there is none\n");
	h = TAGS(4, 12, 2);
	assert_true(write_for(&h, sizeof(h)));
	assert_string_equal(printed(), "");
	begin(2);
	h = TAGS(5, 20, 0, 0, 0, 0, 4, 12, 1); /* the last one counts */
	assert_true(write_for(&h, sizeof(h)));
	assert_int_equal(opens, 1);
	assert_string_equal(printed(),
	    "pvh: warning: multiboot header: tag 4 asks for a screen, and "
	    "there is none\n");
	/* Without a header: if the kit has one, without a word if not. */
	begin(2);
	assert_true(write_for(NULL, 0));
	assert_int_equal(opens, 1);
	assert_int_equal(wanted.width, 0);
	assert_string_equal(printed(), "");
}

static void
hands_over_a_frame_buffer(void **state)
{
	static const struct video video = { 0xfd000000, 4096, 1024, 768, 32, 8,
		16, 7, 9, 6, 1 };
	static const uint8_t colours[] = { 16, 8, 9, 7, 1, 6 };
	const struct mb2_info_tag *tag;
	const struct mb1_info *info;

	(void)state;
	begin(1);
	frame_buffer = video;
	assert_true(write_for(NULL, 0));
	info = info1();
	assert_int_equal(info->flags, 0x124d);
	assert_int_equal(info->screen.addr, 0xfd000000);
	assert_int_equal(info->screen.pitch, 4096);
	assert_int_equal(info->screen.width, 1024);
	assert_int_equal(info->screen.height, 768);
	assert_int_equal(info->screen.bpp, 32);
	assert_int_equal(info->screen.type, 1);
	assert_memory_equal(&info->colours, colours, 6);
	assert_memory_equal((const char *)info + 110, colours, 6);
	begin(2);
	frame_buffer = video;
	assert_true(write_for(NULL, 0));
	tag = tag2(8, 0);
	assert_non_null(tag);
	assert_int_equal(tag->size, 38);
	assert_int_equal(tag->word[0], 0xfd000000);
	assert_int_equal(tag->word[1], 0);
	assert_int_equal(tag->word[2], 4096);
	assert_int_equal(tag->word[3], 1024);
	assert_int_equal(tag->word[4], 768);
	assert_int_equal(tag->word[5], 32 | 1 << 8);
	assert_memory_equal(&tag->word[6], colours, 6);
}

/* ---- the information */

static void
version_1_has_it_all(void **state)
{
	static char words[] = "-v  root=\"a b\" ", string[] = "init two";
	static const char table[3 * 40] = "section headers";
	const struct mb1_module *m;
	const struct mb1_info *info;
	const struct mb1_range *r;

	(void)state;
	begin(1);
	view.cmdline = words;
	add_module(0x300000, 0x1234, string);
	add_module(0x310001, 1, NULL);
	add_range(0x9fc00, 0x9ffff, RESERVED);
	add_range(GIB, GIB + 0xfff, MEMMAP_ACPI_RECLAIM);
	add_range(1ull << 40, UINT64_MAX, 12);
	kernel.sections = table;
	kernel.section_count = 3;
	kernel.section_size = 40;
	kernel.section_names = 2;
	assert_true(write_for(NULL, 0));
	info = info1();
	assert_int_equal(info->flags, 0x26d);
	assert_int_equal(info->mem_lower, 639);
	assert_int_equal(info->mem_upper, 5 * 1024);
	assert_int_equal(info->boot_device, 0);
	assert_string_equal(arena_at(info->cmdline), words);
	assert_string_equal(arena_at(info->boot_loader_name), "a loader");
	assert_int_equal(info->mods_count, 2);
	m = arena_at(info->mods_addr);
	assert_int_equal(m[0].start, 0x300000);
	assert_int_equal(m[0].end, 0x301234);
	assert_string_equal(arena_at(m[0].string), string);
	assert_int_equal(m[0].reserved, 0);
	assert_int_equal(m[1].start, 0x310001); /* nobody asked for a page */
	assert_int_equal(m[1].end, 0x310002);
	assert_string_equal(arena_at(m[1].string), "");
	assert_int_equal(info->elf_num, 3);
	assert_int_equal(info->elf_size, 40);
	assert_int_equal(info->elf_shndx, 2);
	assert_memory_equal(arena_at(info->elf_addr), table, sizeof(table));
	assert_int_equal(info->mmap_length, 5 * 24);
	r = arena_at(info->mmap_addr);
	assert_int_equal(r[0].size, 20);
	assert_int_equal(r[0].base, 0);
	assert_int_equal(r[0].length, 0x9fc00);
	assert_int_equal(r[0].type, 1);
	assert_int_equal(r[1].type, 2);
	assert_int_equal(r[2].base, MIB);
	assert_int_equal(r[2].length, 5 * MIB);
	assert_int_equal(r[3].length, 0x1000);
	assert_int_equal(r[3].type, 3);
	assert_int_equal(r[4].base, 1ull << 40);
	assert_int_equal(r[4].length, 0xffffff0000000000);
	assert_int_equal(r[4].type, 12);
	assert_int_equal(r[4].size, 20);
	assert_int_equal(info->drives_length | info->drives_addr |
		info->config_table | info->apm_table | info->vbe_control_info |
		info->vbe_mode_info | info->vbe_mode | info->screen.width,
	    0);
	assert_string_equal(printed(), "");
	begin(1);
	assert_true(write_for(NULL, 0));
	info = info1();
	assert_int_equal(info->flags, 0x24d);
	assert_string_equal(arena_at(info->cmdline), "");
	assert_int_equal(info->mods_count, 0);
	assert_int_equal(info->elf_num | info->elf_addr, 0);
}

static void
assert_string_tag(uint32_t type, const char *s)
{
	const struct mb2_info_tag *tag = tag2(type, 0);

	assert_non_null(tag);
	assert_int_equal(tag->size, 8 + strlen(s) + 1);
	assert_string_equal((const char *)tag->word, s);
	assert_null(tag2(type, 1));
}

static void
version_2_has_it_all(void **state)
{
	static char words[] = "-v  root=\"a b\" ", string[] = "init two";
	static const char table[3 * 64] = "section headers";
	const struct header base = TAGS(10, 24, 0, 0, 0, 0);
	const struct mb2_info_tag *tag;
	const struct mb2_range *r;

	(void)state;
	begin(2);
	view.cmdline = words;
	add_module(0x300000, 0x1234, string);
	add_module(0x310001, 1, NULL);
	kernel.sections = table;
	kernel.section_count = 3;
	kernel.section_size = 64;
	kernel.section_names = 2;
	add_range(0, UINT64_MAX, RAM);
	assert_true(write_for(&base, sizeof(base)));
	assert_string_tag(1, words);
	assert_string_tag(2, "a loader");
	tag = tag2(3, 0);
	assert_int_equal(tag->size, 16 + sizeof(string));
	assert_int_equal(tag->word[0], 0x300000);
	assert_int_equal(tag->word[1], 0x301234);
	assert_string_equal((const char *)&tag->word[2], string);
	tag = tag2(3, 1);
	assert_int_equal(tag->size, 17);
	assert_int_equal(tag->word[0], 0x310001);
	assert_int_equal(tag->word[1], 0x310002);
	assert_null(tag2(3, 2));
	tag = tag2(4, 0);
	assert_int_equal(tag->size, 16);
	assert_int_equal(tag->word[0], 640);
	assert_int_equal(tag->word[1], UINT32_MAX);
	tag = tag2(6, 0);
	assert_int_equal(tag->size, 16 + 24);
	assert_int_equal(tag->word[0], 24);
	assert_int_equal(tag->word[1], 0);
	r = (const struct mb2_range *)&tag->word[2];
	assert_int_equal(r->base, 0);
	assert_int_equal(r->length, UINT64_MAX);
	assert_int_equal(r->type, 1);
	assert_int_equal(r->reserved, 0);
	tag = tag2(9, 0);
	assert_int_equal(tag->size, 20 + sizeof(table));
	assert_int_equal(tag->word[0], 3);
	assert_int_equal(tag->word[1], 64);
	assert_int_equal(tag->word[2], 2);
	assert_memory_equal(&tag->word[3], table, sizeof(table));
	tag = tag2(21, 0);
	assert_int_equal(tag->size, 12);
	assert_int_equal(tag->word[0], KERNEL_START);
	assert_null(tag2(8, 0));
	assert_null(tag2(14, 0));
	assert_null(tag2(15, 0));
	begin(2);
	assert_true(write_for(NULL, 0));
	assert_string_tag(1, "");
	assert_null(tag2(3, 0));
	assert_null(tag2(9, 0));
	assert_null(tag2(21, 0));
}

/* An RSDP of this revision, RSDT and length, at an odd address. */
static unsigned char *
give_rsdp(uint8_t revision, uint32_t rsdt, uint32_t length)
{
	unsigned char bytes[64] = "RSD PTR ?OEMID!";

	bytes[15] = revision;
	memcpy(bytes + 16, &rsdt, 4);
	memcpy(bytes + 20, &length, 4);
	memset(bytes + 24, 0x77, sizeof(bytes) - 24);
	view.rsdp = give(bytes, sizeof(bytes));
	return memory + view.rsdp;
}

static void
assert_rsdp(uint32_t old, uint32_t new)
{
	const struct mb2_info_tag *tag;

	assert_true(write_for(NULL, 0));
	tag = tag2(14, 0);
	assert_int_equal(tag != NULL ? tag->size : 0, old);
	if (tag != NULL)
		assert_memory_equal(tag->word, memory + view.rsdp, old - 8);
	tag = tag2(15, 0);
	assert_int_equal(tag != NULL ? tag->size : 0, new);
	if (tag != NULL)
		assert_memory_equal(tag->word, memory + view.rsdp, new - 8);
}

static void
the_rsdp_is_copied_by_what_it_leads_to(void **state)
{
	(void)state;
	begin(2);
	give_rsdp(0, 0x7fe0000, 0);
	assert_rsdp(28, 0);
	give_rsdp(1, 0x7fe0000, 36);
	assert_rsdp(28, 0);
	give_rsdp(2, 0x7fe0000, 36);
	assert_rsdp(28, 44);
	give_rsdp(3, 0, 40);
	assert_rsdp(0, 48);
	give_rsdp(0, 0, 0);
	assert_rsdp(0, 0);
	give_rsdp(2, 1, 35);
	assert_rsdp(28, 0);
	give_rsdp(2, 1, 4097);
	assert_rsdp(28, 0);
	give_rsdp(2, 1, 4096);
	assert_rsdp(28, 4104);
	give_rsdp(2, 1, 36)[7] = '_';
	assert_rsdp(0, 0);
	/* At the end of what is in reach. */
	memmove(memory + WINDOW - 36, give_rsdp(2, 1, 36), 36);
	view.rsdp = WINDOW - 36;
	assert_rsdp(28, 44);
	memory[WINDOW - 36 + 20] = 37;
	assert_rsdp(28, 0);
	memmove(memory + WINDOW - 20, memory + WINDOW - 36, 20);
	view.rsdp = WINDOW - 20;
	assert_rsdp(28, 0);
	view.rsdp = WINDOW - 19;
	assert_rsdp(0, 0);
	view.rsdp = DOOR_START;
	assert_rsdp(0, 0);
}

static void
memory_ends_at_the_first_byte_that_is_none(void **state)
{
	(void)state;
	begin(1);
	add_range(0x9fc00, 0xfffff, RAM); /* RAM from 0 to 6 MiB */
	assert_true(write_for(NULL, 0));
	assert_int_equal(info1()->mem_lower, 640);
	assert_int_equal(info1()->mem_upper, 5 * 1024);
	add_range(0, 0, RESERVED);
	add_range(2 * MIB - 1, 2 * MIB, MEMMAP_PMEM);
	assert_true(write_for(NULL, 0));
	assert_int_equal(info1()->mem_lower, 0);
	assert_int_equal(info1()->mem_upper, 1023);
	begin(1);
	add_range(0x400, 0x400, RESERVED);
	add_range(MIB, MIB, RESERVED);
	assert_true(write_for(NULL, 0));
	assert_int_equal(info1()->mem_lower, 1);
	assert_int_equal(info1()->mem_upper, 0);
}

/* ---- modules */

static void
fill(uint64_t paddr, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++)
		memory[paddr + i] = (unsigned char)(i * 7 + (i >> 8));
}

static void
assert_filled(uint64_t paddr, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++)
		assert_int_equal(
		    memory[paddr + i], (unsigned char)(i * 7 + (i >> 8)));
}

static void
modules_move_only_if_they_have_to(void **state)
{
	struct header align1 = plain1;
	const struct header align2 = TAGS(6, 8);
	struct memmap before;

	(void)state;
	align1.word[1] = 1;
	begin(1);
	add_module(0x300000, 0x1001, NULL);
	add_module(0x310010, 0x1001, NULL);
	add_module(0x320000, 0, NULL);
	fill(0x310010, 0x1001);
	before = view.map;
	assert_true(write_for(&plain1, 48));
	assert_int_equal(view.module[1].paddr, 0x310010);
	assert_int_equal(view.module[2].paddr, 0);
	assert_true(write_for(&align1, 48));
	assert_int_equal(view.module[0].paddr, 0x300000);
	assert_int_equal(view.module[1].paddr, WINDOW - 0x2000);
	assert_filled(WINDOW - 0x2000, 0x1001);
	assert_equal_maps(&view.map, &before);
	/* The next one goes below that. */
	begin(2);
	add_module(WINDOW - 0x1000, 0x1000, NULL);
	add_module(0x310001, 1, NULL);
	assert_true(write_for(&align2, sizeof(align2)));
	assert_int_equal(view.module[0].paddr, WINDOW - 0x1000);
	assert_int_equal(view.module[1].paddr, WINDOW - 0x2000);
	assert_int_equal(tag2(3, 1)->word[0], WINDOW - 0x2000);
	assert_int_equal(tag2(3, 1)->word[1], WINDOW - 0x2000 + 1);
	/* A loader has not put the kernel there yet. */
	begin(1);
	add_module(0x300000, 0x1001, NULL);
	fill(0x300000, 0x1001);
	kernel.extent = (struct extent){ 0x301000, 0x302000 };
	assert_true(write_for(&plain1, 48));
	assert_int_equal(view.module[0].paddr, WINDOW - 0x2000);
	assert_filled(WINDOW - 0x2000, 0x1001);
}

static void
modules_from_above_4_gib_come_down(void **state)
{
	uint64_t i, k;
	static const uint64_t starts[] = { 4 * GIB, 4 * GIB - 5, 5 * GIB };

	(void)state;
	for (i = 0; i < COUNT(starts); i++) {
		begin(1);
		add_module(starts[i], 0x123, NULL);
		assert_true(write_for(&plain1, 48));
		assert_int_equal(view.module[0].paddr, WINDOW - 0x1000);
		for (k = 0; k < 0x123; k++)
			assert_int_equal(memory[WINDOW - 0x1000 + k],
			    far_byte(starts[i] + k));
	}
	begin(1);
	add_module(4 * GIB - 0x124, 0x123, NULL); /* it ends at 2^32 - 1 */
	assert_true(write_for(&plain1, 48));
	assert_int_equal(view.module[0].paddr, 4 * GIB - 0x124);
}

static void
modules_do_not_move_where_something_is(void **state)
{
	(void)state;
	begin(1);
	add_range(KERNEL_START, WINDOW - 1, RESERVED);
	add_module(5 * GIB, MIB, NULL);
	assert_true(write_for(&plain1, 48));
	assert_int_equal(view.module[0].paddr, MIB);
	begin(1);
	add_range(KERNEL_START, WINDOW - 1, RESERVED);
	kernel.extent = (struct extent){ MIB, MIB + 1 };
	add_module(5 * GIB, MIB, NULL);
	refuse(&plain1, 48, PVH_MULTIBOOT_NO_ROOM, 0, MIB,
	    "module 0: no RAM for 0x100000 bytes below 4 GiB");
}

/* RAM in the window through which memory above 4 GiB is read. */
static void
modules_do_not_move_into_the_last_2_mib(void **state)
{
	(void)state;
	begin(1);
	add_range(4 * GIB - 2 * MIB, 4 * GIB - 1, RAM);
	add_module(5 * GIB, 1, NULL);
	assert_true(write_for(&plain1, 48));
	assert_int_equal(view.module[0].paddr, WINDOW - PAGE);
	begin(1);
	add_range(MIB, WINDOW - 1, RESERVED);
	add_range(4 * GIB - 2 * MIB, 4 * GIB - 1, RAM);
	add_module(5 * GIB, 1, NULL);
	refuse(&plain1, 48, PVH_MULTIBOOT_NO_ROOM, 0, 1,
	    "module 0: no RAM for 0x1 bytes below 4 GiB");
}

/* ---- the arena, and the kernel that the kit is linked into */

static void
a_full_arena_is_a_defect(void **state)
{
	static char words[] = "words";
	static const char table[64] = { 0 };
	uint32_t version, size, needed;

	(void)state;
	for (version = 1; version <= 2; version++) {
		for (needed = UINT32_MAX, size = 0;; size += 8) {
			begin(version);
			give_rsdp(2, 1, 36);
			frame_buffer.paddr = MIB;
			view.cmdline = words;
			add_module(0x300000, 1, words);
			kernel.sections = table;
			kernel.section_count = 1;
			kernel.section_size = 64;
			if (needed == UINT32_MAX) {
				assert_true(write_for(NULL, 0));
				needed = (view.arena.used + 7) / 8 * 8;
			}
			new_arena(size);
			if (size == needed)
				break;
			assert_false(write_for(NULL, 0));
			assert_int_equal(view.defect.code, PVH_MULTIBOOT_FULL);
			assert_true(view.arena.used <= size);
		}
		assert_true(write_for(NULL, 0));
	}
	begin(2);
	kernel.sections = table;
	kernel.section_count = UINT32_MAX;
	kernel.section_size = UINT32_MAX;
	refuse(NULL, 0, PVH_MULTIBOOT_FULL, 0, 0xfffffffe00000018,
	    "multiboot: no room in the arena for 0xfffffffe00000018 bytes");
}

static void
the_header_in_the_image_says_the_version(void **state)
{
	(void)state;
	begin(1);
	memset(memory + KERNEL_START, 0, 0x8000);
	assert_true(native_write(&view, &args));
	tag2(0, 0);
	assert_int_equal(opens, 1); /* there is no header */
	memcpy(memory + KERNEL_START + 0x1004, &plain1, 12);
	assert_true(native_write(&view, &args));
	assert_string_equal(arena_at(info1()->boot_loader_name), "pvh");
	assert_int_equal(opens, 1);
	memcpy(memory + KERNEL_START + 0x7ff0, &plain2, 16);
	assert_false(native_write(&view, &args));
	assert_int_equal(view.defect.code, PVH_MULTIBOOT_CUT);
	memcpy(memory + KERNEL_START + 0x6ff0, &plain2, 24);
	assert_true(native_write(&view, &args));
	assert_string_tag(2, "pvh");
	assert_string_equal(printed(), "");
}

/* Any tags: a defect of the header, or sound information. */
static void
whatever_the_header_is(void **state)
{
	struct header h;
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 3000; round++) {
		begin(1 + round % 2);
		for (i = 0; i < COUNT(h.word); i++)
			h.word[i] =
			    any() & any() & (below(2) ? 0x1f : UINT32_MAX);
		if (below(4) != 0)
			h.word[2] = below(sizeof(h) + 8);
		if (write_for(&h, sizeof(h)))
			assert_true(round % 2 == 0 ? info1() != NULL
						   : tag2(4, 0) != NULL);
		else
			assert_true(view.defect.code >= PVH_MULTIBOOT_FLAG &&
			    view.defect.code <= PVH_MULTIBOOT_REQUEST);
		printed();
	}
}

static const struct CMUnitTest tests[] = {
	SMALL(finds_version_1_in_8_kib),
	SMALL(finds_version_2_in_32_kib),
	SMALL(leaves_out_what_is_no_header),
	SMALL(refuses_unknown_flags_of_version_1),
	SMALL(refuses_a_header_that_is_cut),
	SMALL(refuses_malformed_tags),
	SMALL(refuses_unknown_tags_and_requests_unless_optional),
	SMALL(opens_a_screen_if_it_is_asked_for),
	SMALL(hands_over_a_frame_buffer),
	SMALL(version_1_has_it_all),
	SMALL(version_2_has_it_all),
	SMALL(the_rsdp_is_copied_by_what_it_leads_to),
	SMALL(memory_ends_at_the_first_byte_that_is_none),
	SMALL(modules_move_only_if_they_have_to),
	SMALL(modules_from_above_4_gib_come_down),
	SMALL(modules_do_not_move_where_something_is),
	SMALL(modules_do_not_move_into_the_last_2_mib),
	SMALL(a_full_arena_is_a_defect),
	SMALL(the_header_in_the_image_says_the_version),
	SMALL(whatever_the_header_is),
};

MAIN("multiboot")
