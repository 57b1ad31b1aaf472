/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a Multiboot header says that the kernel goes, and its entry. */
#include "unit.h"
#include "boot/pvh/addresses.c"

#define SIZE 0x2000 /* of the file */
#define AT   0x100  /* the header's */
#define HERE (0x200000u + AT)

static char file[SIZE];
static struct loader loader = { .name = "kernel", .kernel = { file, SIZE } };
static struct multiboot_kernel kernel;
static struct elf_image image;
static char refused[128];
static jmp_buf refusal;

void
refuse(const char *name, const char *format, ...)
{
	va_list args;

	assert_string_equal(name, "kernel");
	va_start(args, format);
	vsnprintf(refused, sizeof(refused), format, args);
	va_end(args);
	longjmp(refusal, 1);
}

/* A header of version 1 whose fields are these. */
static void
version1(uint32_t header, uint32_t load, uint32_t load_end, uint32_t bss_end)
{
	struct mb1_header *h = (struct mb1_header *)(file + AT);

	*h = (struct mb1_header){ MB1_MAGIC, MB1_ADDRESS, 0, header, load,
		load_end, bss_end, 0x200010, 0, 0, 0, 0 };
	kernel = (struct multiboot_kernel){ .version = 1,
		.header = file + AT,
		.header_size = offsetof(struct mb1_header, mode_type) };
}

/* A header of version 2 without a tag, and one tag more. */
static struct mb2_header *
version2(void)
{
	struct mb2_header *h = (struct mb2_header *)(file + AT);

	memset(file, 0, SIZE);
	*h = (struct mb2_header){ MB2_MAGIC, 0, sizeof(*h), 0 };
	kernel = (struct multiboot_kernel){
		.version = 2, .header = file + AT, .header_size = SIZE - AT
	};
	return h;
}

static struct mb2_request_tag *
add_tag(uint16_t type, uint32_t size)
{
	struct mb2_header *h = (struct mb2_header *)(file + AT);
	struct mb2_request_tag *tag =
	    (struct mb2_request_tag *)(file + AT + h->header_length);

	tag->type = type;
	tag->size = size;
	h->header_length += (size + 7) & ~7u;
	return tag;
}

static void
assert_segment(uint64_t paddr, uint64_t offset, uint64_t filesz, uint64_t memsz)
{
	memset(&image, 0xa5, sizeof(image));
	if (setjmp(refusal) != 0)
		fail_msg("%s", refused);
	assert_true(addresses_read(&loader, &kernel, &image));
	assert_int_equal(image.count, 1);
	assert_int_equal(image.bias, 0);
	assert_int_equal(image.start, paddr);
	assert_int_equal(image.end, paddr + memsz);
	assert_int_equal(image.segment[0].paddr, paddr);
	assert_int_equal(image.segment[0].offset, offset);
	assert_int_equal(image.segment[0].filesz, filesz);
	assert_int_equal(image.segment[0].memsz, memsz);
}

static void
assert_bad(const char *line)
{
	char expected[128];

	if (setjmp(refusal) == 0) {
		addresses_read(&loader, &kernel, &image);
		fail_msg("not refused: %s", line);
	}
	snprintf(expected, sizeof(expected), "Multiboot header: %s", line);
	assert_string_equal(refused, expected);
}

static void
the_file_s_bytes_go_to_load_addr(void **state)
{
	(void)state;
	version1(HERE, HERE - AT, 0, 0);
	assert_segment(0x200000, 0, SIZE, SIZE);
	assert_int_equal(image.entry, 0x200010);
	version1(HERE, HERE, 0, 0);
	assert_segment(HERE, AT, SIZE - AT, SIZE - AT);
	version1(HERE, HERE - 8, 0, 0);
	assert_segment(HERE - 8, AT - 8, SIZE - AT + 8, SIZE - AT + 8);
	version1(HERE, FROM_START, 0, 0);
	assert_segment(0x200000, 0, SIZE, SIZE);
	version1(HERE, HERE - AT - 1, 0, 0);
	assert_bad("load_addr is 0x1fffff: not in the file");
	version1(HERE, HERE + 1, 0, 0);
	assert_bad("load_addr is 0x200101: not in the file");
}

static void
two_ends_are_after_load_addr(void **state)
{
	(void)state;
	version1(HERE, HERE, HERE, 0);
	assert_segment(HERE, AT, 0, 0);
	version1(HERE, HERE, HERE + 0x30, 0);
	assert_segment(HERE, AT, 0x30, 0x30);
	version1(HERE, HERE, HERE + SIZE - AT, 0);
	assert_segment(HERE, AT, SIZE - AT, SIZE - AT);
	version1(HERE, HERE, HERE + SIZE - AT + 1, 0);
	assert_bad("load_end_addr is 0x202001: past the file's end");
	version1(HERE, HERE, HERE - 1, 0);
	assert_bad("load_end_addr is 0x2000ff: below load_addr");
	version1(HERE, HERE, HERE + 0x30, HERE + 0x30);
	assert_segment(HERE, AT, 0x30, 0x30);
	version1(HERE, HERE, HERE + 0x30, HERE + 0x12345);
	assert_segment(HERE, AT, 0x30, 0x12345);
	version1(HERE, HERE, 0, HERE + 0x12345);
	assert_segment(HERE, AT, SIZE - AT, 0x12345);
	version1(HERE, HERE, HERE + 0x30, HERE + 0x2f);
	assert_bad("bss_end_addr is 0x20012f: below load_end_addr");
	version1(HERE, HERE, HERE, HERE - 1);
	assert_bad("bss_end_addr is 0x2000ff: below load_end_addr");
}

static void
it_is_above_1_mib_and_below_4_gib(void **state)
{
	(void)state;
	version1(0x100000, 0x100000, 0, 0);
	assert_segment(0x100000, AT, SIZE - AT, SIZE - AT);
	version1(0xfffff, 0xfffff, 0, 0);
	assert_bad("load_addr is 0xfffff: below 1 MiB");
	version1(0xffffe100, 0xffffe100, 0, 0);
	assert_segment(0xffffe100, AT, SIZE - AT, SIZE - AT);
	version1(0xffffe101, 0xffffe101, 0, 0);
	assert_bad("load_addr is 0xffffe101: it ends above 4 GiB");
}

static void
headers_without_addresses(void **state)
{
	(void)state;
	version1(HERE, HERE, 0, 0);
	kernel.header_size--;
	assert_false(addresses_read(&loader, &kernel, &image));
	version1(HERE, HERE, 0, 0);
	((struct mb1_header *)(file + AT))->flags = ~MB1_ADDRESS;
	assert_false(addresses_read(&loader, &kernel, &image));
	version2();
	add_tag(MB2_ENTRY, 12)->word[0] = HERE;
	assert_false(addresses_read(&loader, &kernel, &image));
}

static void
put_addresses(uint32_t size)
{
	struct mb2_request_tag *tag = add_tag(MB2_ADDRESS, size);

	tag->word[0] = HERE;
	tag->word[1] = HERE - AT;
	tag->word[2] = HERE + 0x30;
	tag->word[3] = HERE + 0x40;
}

/* Wherever among its tags that is, and whole. */
static void
version_2_has_a_tag_for_them(void **state)
{
	struct mb2_header *h;

	(void)state;
	version2();
	put_addresses(24);
	assert_segment(0x200000, 0, AT + 0x30, AT + 0x40);
	assert_int_equal(image.entry, 0);
	version2();
	add_tag(MB2_ENTRY, 12);
	add_tag(MB2_ADDRESS, 20);
	add_tag(MB2_INFORMATION, 9);
	add_tag(MB2_INFORMATION, 8);
	add_tag(MB2_INFORMATION, 16);
	put_addresses(32);
	assert_segment(0x200000, 0, AT + 0x30, AT + 0x40);
	h = version2();
	put_addresses(24);
	h->header_length--;
	assert_false(addresses_read(&loader, &kernel, &image));
	version2();
	put_addresses(24);
	kernel.header_size = sizeof(*h) + 23;
	assert_false(addresses_read(&loader, &kernel, &image));
	kernel.header_size++;
	assert_segment(0x200000, 0, AT + 0x30, AT + 0x40);
	version2();
	add_tag(MB2_END, 8);
	put_addresses(24);
	assert_false(addresses_read(&loader, &kernel, &image));
	version2();
	add_tag(MB2_ENTRY, 8)->size = 7;
	put_addresses(24);
	assert_false(addresses_read(&loader, &kernel, &image));
}

/* ---- the entry */

static void
assert_entry(uint32_t entry)
{
	if (setjmp(refusal) != 0)
		fail_msg("%s", refused);
	assert_int_equal(addresses_entry(&loader, &kernel, &image), entry);
}

static void
assert_no_entry(const char *line)
{
	char expected[128];

	if (setjmp(refusal) == 0) {
		addresses_entry(&loader, &kernel, &image);
		fail_msg("not refused: %s", line);
	}
	snprintf(expected, sizeof(expected), "Multiboot header: %s", line);
	assert_string_equal(refused, expected);
}

static void
new_image(uint64_t bias)
{
	memset(&image, 0, sizeof(image));
	image.start = 0x200000;
	image.end = 0x208000;
	image.entry = 0x200123;
	image.bias = bias;
}

static void
the_entry_is_in_the_kernel(void **state)
{
	struct mb2_request_tag *tag;

	(void)state;
	version1(HERE, HERE, 0, 0);
	new_image(0);
	assert_entry(0x200123);
	image.entry = 0x200000;
	assert_entry(0x200000);
	image.entry = 0x207fff;
	assert_entry(0x207fff);
	image.entry = 0x208000;
	assert_no_entry("entry_addr is 0x208000: not in the kernel");
	image.entry = 0x1fffff;
	assert_no_entry("entry_addr is 0x1fffff: not in the kernel");
	version2();
	new_image(0);
	assert_entry(0x200123);
	tag = add_tag(MB2_ENTRY, 12);
	tag->word[0] = 0x200456;
	assert_entry(0x200456);
	new_image(0x1000);
	assert_entry(0x201456);
	kernel.version = 1;
	assert_entry(0x200123);
}

static void
a_kernel_that_is_moved_says_where_to(void **state)
{
	struct mb2_request_tag *tag;

	(void)state;
	version2();
	new_image(0x1000);
	tag = add_tag(MB2_RELOCATABLE, 24);
	tag->word[0] = 0x200000;
	tag->word[1] = 0x207fff;
	tag->word[2] = 0x200000;
	assert_entry(0x200123);
	tag->word[0]++;
	assert_no_entry("min_addr is 0x200001: above where it goes");
	tag->word[0] = 0;
	tag->word[1]--;
	assert_no_entry("max_addr is 0x207ffe: below where it ends");
	tag->word[1] = 0xffffffff;
	tag->word[2] = 0x400000;
	assert_no_entry("align is 0x400000: where it goes is not");
	tag->word[2] = 1;
	assert_entry(0x200123);
	tag->word[2] = 0;
	assert_entry(0x200123);
	tag->word[0] = 0xffffffff;
	image.bias = 0; /* it is where it was linked */
	assert_entry(0x200123);
	kernel.version = 1;
	image.bias = 0x1000;
	assert_entry(0x200123);
}

static const struct CMUnitTest tests[] = {
	PLAIN(the_file_s_bytes_go_to_load_addr),
	PLAIN(two_ends_are_after_load_addr),
	PLAIN(it_is_above_1_mib_and_below_4_gib),
	PLAIN(headers_without_addresses),
	PLAIN(version_2_has_a_tag_for_them),
	PLAIN(the_entry_is_in_the_kernel),
	PLAIN(a_kernel_that_is_moved_says_where_to),
};

MAIN("addresses")
