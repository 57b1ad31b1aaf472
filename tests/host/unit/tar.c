/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's archives: names, sizes, what ends them, what is wrong, noise. */
#include "unit.h"
#include "boot/pvh/tar_header.h"

static struct tar_header block[16];
static uint32_t used;

/* Sums up a header whose other fields are set. */
static void
sum_up(struct tar_header *h)
{
	const unsigned char *bytes = (const unsigned char *)h;
	unsigned sum = 0;
	size_t i;

	memset(h->checksum, ' ', sizeof(h->checksum));
	for (i = 0; i < sizeof(*h); i++)
		sum += bytes[i];
	snprintf(h->checksum, sizeof(h->checksum), "%06o", sum);
}

/* Adds an entry with this many bytes, all of them its number. */
static struct tar_header *
add(char type, const char *prefix, const char *name, uint32_t size)
{
	struct tar_header *h = &block[used];

	memset(h, 0, sizeof(*h));
	memcpy(h->name, name, strlen(name));
	memcpy(h->prefix, prefix, strlen(prefix));
	memcpy(h->magic, "ustar", 6);
	memcpy(h->version, "00", 2);
	snprintf(h->size, sizeof(h->size), "%011o", size);
	h->type = type;
	sum_up(h);
	memset(h + 1, (int)used, size);
	used += 1 + (size + TAR_BLOCK - 1) / TAR_BLOCK;
	return h;
}

static int
new_archive(void **state)
{
	(void)state;
	memset(block, 0, sizeof(block));
	used = 0;
	return 0;
}

/* A copy, so that a sanitizer sees every byte beyond its end. */
static struct tar
archive(uint64_t size)
{
	struct tar tar = { NULL, size, 0, 0 };
	char *bytes = malloc(size);

	assert_non_null(bytes);
	memcpy(bytes, block, size);
	tar.bytes = bytes;
	return tar;
}

static void
assert_file(struct tar *tar, const char *name, uint64_t size)
{
	const char *why = "never set";
	struct tar_file file;

	assert_true(tar_next(tar, &file, &why));
	assert_null(why);
	assert_string_equal(file.name, name);
	assert_int_equal(file.size, size);
	assert_true(size == 0 ||
	    file.data[0] == (char)((file.data - tar->bytes) / TAR_BLOCK - 1));
}

static void
assert_end(struct tar *tar, const char *expected)
{
	const char *why = "never set";
	struct tar_file file;

	assert_false(tar_next(tar, &file, &why));
	if (expected == NULL)
		assert_null(why);
	else
		assert_string_equal(why, expected);
	free((void *)tar->bytes);
}

static void
test_files(void **state)
{
	char name[101] = "", prefix[156] = "", whole[257];
	struct tar tar;

	(void)state;
	memset(name, 'n', 100);
	memset(prefix, 'p', 155);
	snprintf(whole, sizeof(whole), "%s/%s", prefix, name);
	add('0', "", "kernel", 513);
	add('\0', "", "./folder/old", 0);
	add('5', "", "folder/", 0);
	add('0', prefix, name, 512);
	add('g', "", "remarks", 100);
	add('0', "", "/.//x", 1);
	add('2', "", "link", 0);
	tar = archive((used + 1) * TAR_BLOCK);
	assert_true(tar_is(tar.bytes, tar.size));
	assert_file(&tar, "kernel", 513);
	assert_file(&tar, "folder/old", 0);
	assert_file(&tar, whole, 512);
	assert_file(&tar, "x", 1);
	assert_int_equal(tar.others, 0);
	assert_end(&tar, NULL);
	assert_int_equal(tar.others, 1);
}

/* GNU tar's own format has no prefix there. */
static void
test_gnu(void **state)
{
	struct tar_header *h = add('0', "0000", "kernel", 0);
	struct tar tar;

	(void)state;
	memcpy(h->magic, "ustar ", 6);
	memcpy(h->version, " ", 2);
	sum_up(h);
	tar = archive(2 * TAR_BLOCK);
	assert_file(&tar, "kernel", 0);
	assert_end(&tar, NULL);
}

static void
test_is(void **state)
{
	(void)state;
	add('x', "", "", 0);
	assert_true(tar_is((char *)block, TAR_BLOCK));
	assert_false(tar_is((char *)block, TAR_BLOCK - 1));
	block[0].magic[4]++;
	assert_false(tar_is((char *)block, TAR_BLOCK));
}

/* Wherever it is cut, that is seen, and nothing is read beyond. */
static void
test_cut(void **state)
{
	const uint64_t first = 3 * TAR_BLOCK;
	uint64_t size;
	struct tar tar;

	(void)state;
	add('0', "", "a", 600);
	for (size = TAR_BLOCK; size < first; size += 100) {
		tar = archive(size);
		assert_end(&tar, "it ends too early");
		assert_int_equal(tar.at, 0);
	}
	for (; size < first + TAR_BLOCK; size += 100) {
		tar = archive(size);
		assert_file(&tar, "a", 600);
		assert_end(&tar, "it ends too early");
		assert_int_equal(tar.at, first);
	}
}

static void
refused(const char *why)
{
	struct tar tar;

	tar = archive(4 * TAR_BLOCK);
	assert_end(&tar, why);
	assert_int_equal(tar.at, 0);
}

static void
refused_size(const char *size, const char *why)
{
	new_archive(NULL);
	add('0', "", "a", 0);
	memcpy(block[0].size, size, sizeof(block[0].size));
	sum_up(block);
	refused(why);
}

static void
test_defects(void **state)
{
	static const char types[] = { 'x', 'L', 'K' };
	uint32_t i;

	(void)state;
	for (i = 0; i < sizeof(types); i++) {
		new_archive(NULL);
		add(types[i], "", "a", 0);
		refused("a name or size that ustar has no room for");
	}
	new_archive(NULL);
	add('0', "", "a", 0);
	block[0].name[99]++;
	refused("the header's checksum is wrong");
	new_archive(NULL);
	add('0', "", "a", 0);
	memset(block[0].checksum, ' ', sizeof(block[0].checksum));
	refused("the header's checksum is wrong");
	new_archive(NULL);
	add('0', "", "a", 0);
	block[0].magic[0]++;
	refused("no ustar header");
	refused_size("00000000008x", "the size is no octal number");
	refused_size("\200          ", "the size is no octal number");
	refused_size("            ", "the size is no octal number");
	refused_size("777777777777", "it ends too early");
	refused_size("00000003001\0", "it ends too early");
}

static void
test_numbers(void **state)
{
	struct tar tar;

	(void)state;
	add('0', "", "a", 0);
	memcpy(block[0].size, "    1001   ", 12);
	sum_up(block);
	tar = archive(4 * TAR_BLOCK);
	assert_file(&tar, "a", 513);
	assert_end(&tar, NULL);
}

/* Noise: a walk ends, and all that it finds lies in the archive. */
static void
test_noise(void **state)
{
	struct tar_file file;
	const char *why;
	struct tar tar;
	uint32_t round, i;

	(void)state;
	for (round = 0; round < 20000; round++) {
		new_archive(NULL);
		add('0', "", "a", (uint32_t)below(1200));
		add('0', "", "b", (uint32_t)below(1200));
		for (i = (uint32_t)below(4); i > 0; i--)
			((char *)block)[below(used * TAR_BLOCK)] = (char)any();
		if (below(2) == 0)
			sum_up(block);
		tar = archive(below((used + 1) * TAR_BLOCK));
		for (i = 0; tar_next(&tar, &file, &why); i++) {
			assert_true(i < 16);
			assert_true(strlen(file.name) < TAR_NAME);
			assert_true(file.data >= tar.bytes &&
			    file.size <=
				tar.size - (uint64_t)(file.data - tar.bytes));
		}
		assert_true(tar.at <= tar.size);
		free((void *)tar.bytes);
	}
}

#define TEST(test) cmocka_unit_test_setup(test, new_archive)
static const struct CMUnitTest tests[] = {
	TEST(test_files),
	TEST(test_gnu),
	TEST(test_is),
	TEST(test_cut),
	TEST(test_defects),
	TEST(test_numbers),
	TEST(test_noise),
};
MAIN("tar")
