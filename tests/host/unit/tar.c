/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader's archives: names, sizes, what ends them, what is wrong, noise;
 * and which of their files are the kernel and its modules.
 */
#include "unit.h"
#include "refused.h"
#include "boot/pvh/archive.c"
#include "boot/pvh/line.c"
#include "boot/pvh/planned.c"
#include "boot/pvh/tar_header.h"

static struct tar_header block[256];
static uint32_t used;
static struct loader loader;

/* As if each file were compressed: it has a byte more when unpacked. */
struct bytes
unpack(struct loader *l, const char *name, struct bytes packed)
{
	assert_ptr_equal(l, &loader);
	assert_true(name[0] != '\0');
	packed.size++;
	return packed;
}

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

/* Links and the like have no data, whatever size they have. */
static void
test_no_data(void **state)
{
	struct tar_header *h;
	struct tar tar;
	char type;

	for (type = '1'; type <= '7'; type++) {
		new_archive(state);
		h = add(type, "", "a", 0);
		memcpy(h->size, "00000001000", 12);
		sum_up(h);
		add('0', "", "b", 1);
		tar = archive((used + 1) * TAR_BLOCK);
		if (type != '7') /* of which nobody knows */
			assert_file(&tar, "b", 1);
		assert_end(&tar, type == '7' ? "no ustar header" : NULL);
		assert_int_equal(tar.others, type != '5');
	}
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
	refused_size("8           ", "the size is no octal number");
	refused_size("  \0         ", "the size is no octal number");
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

/* ---- the kernel and the modules */

static int
new_loader(void **state)
{
	new_small(state);
	memset(&loader, 0, sizeof(loader));
	loader.view = &view;
	line[0] = '\0';
	return new_archive(state);
}

/* Adds a file that begins with these bytes. */
static void
add_text(const char *name, const char *text)
{
	struct tar_header *h = add('0', "", name, (uint32_t)strlen(text));

	memcpy(h + 1, text, strlen(text));
}

static struct bytes
all(void)
{
	return (
	    struct bytes){ (char *)block, (used + 1) * (uint64_t)TAR_BLOCK };
}

static void
again(void)
{
	settings.count = 0;
	loader.module_count = 0;
	loader.kernel.at = NULL;
	line[0] = '\0';
}

static void
reads(void)
{
	again();
	if (setjmp(refusal) != 0)
		fail_msg("%s", line);
	archive_read(&loader, all());
}

static void
assert_refuses(const char *expected)
{
	again();
	if (setjmp(refusal) == 0) {
		archive_read(&loader, all());
		fail_msg("not refused: %s", expected);
	}
	assert_string_equal(line, expected);
}

static void
assert_module(uint32_t i, const char *words, const char *text, uint64_t size)
{
	const struct boot_module *m = &loader.module[i];

	assert_true(i < loader.module_count);
	assert_int_equal(m->index, i);
	assert_string_equal(m->cmdline, words);
	assert_int_equal(m->size, size);
	assert_memory_equal((const char *)m->paddr, text, strlen(text));
}

static void
the_first_elf_file_is_the_kernel(void **state)
{
	static const char almost[][5] = { "\177ELf", "\177ElF", "\177eLF",
		"\176ELF" };
	uint32_t i;

	(void)state;
	strcpy((char *)(add('0', "", "short", 3) + 1), "\177ELF");
	for (i = 0; i < COUNT(almost); i++)
		add_text("almost", almost[i]);
	add_text("boot/it", "\177ELF");
	add_text("another", "\177ELF2");
	reads();
	assert_string_equal(line, "");
	assert_string_equal(loader.name, "boot/it");
	assert_int_equal(loader.kernel.size, 4);
	assert_memory_equal(loader.kernel.at, "\177ELF", 4);
	assert_int_equal(loader.module_count, 6);
	assert_module(0, "short", "\177EL", 3);
	for (i = 0; i < COUNT(almost); i++)
		assert_module(1 + i, "almost", almost[i], 4);
	assert_module(5, "another", "\177ELF2", 5);
	assert_null(loader.words);
}

static void
what_there_is_no_room_for_is_counted(void **state)
{
	uint32_t i;

	for (i = 0; i < BOOT_MODULES; i++)
		add_text("m", "x");
	add_text("k", "\177ELF");
	reads();
	assert_string_equal(line, "");
	assert_int_equal(loader.module_count, BOOT_MODULES);
	add_text("m", "y");
	add_text("m", "z");
	reads();
	assert_int_equal(loader.module_count, BOOT_MODULES);
	assert_string_equal(
	    line, "archive: 2 files after the first 64, left out");
	no_machine(state);
	new_loader(state);
	add_text("k", "\177ELF");
	add('2', "", "link", 0);
	reads();
	assert_string_equal(
	    line, "archive: 1 entries that are no files, left out");
}

static void
archives_that_make_no_sense(void **state)
{
	(void)state;
	add_text("a", "\177EL");
	assert_refuses("archive: no ELF file in it, and no loader.conf");
	add_text("b", "\177ELF");
	block[2].magic[0]++;
	assert_refuses("archive: byte 1024 of 2560: no ustar header");
}

/* One in boot/ comes first. */
static void
loader_conf_says_what_is_loaded(void **state)
{
	(void)state;
	add_text("loader.conf", "kernel=\"/k\"\n");
	add_text("k", "\177ELF");
	reads();
	assert_string_equal(loader.name, "/k");
	assert_int_equal(loader.module_count, 0);
	assert_string_equal(loader.words, "");
	assert_int_equal(loader.kernel.size, 4 + 1);
	add_text("boot/loader.conf",
	    "kernel=\"\\\\d/k2\"\na=\"b c\"\nbad line\n"
	    "one_load=YES\none_name=\"/m.x\"\none_flags=\"f g\"\n"
	    "two_load=YES\ntwo_name=\"//d\\\\n\"\ntwo_packed=YES\n");
	add_text("d/k2", "\177ELF2");
	add_text("m.x", "first");
	add_text("m.x.gz", "packed");
	add_text("m.x", "last");
	add_text("d/n.g", "x");
	add_text("d/n.gzz", "x");
	add_text("d/n.gz", "second");
	add_text("boot/loader.conf.gz", "kernel=\"/k\"\n");
	reads();
	assert_string_equal(loader.name, "\\d/k2");
	assert_memory_equal(loader.kernel.at, "\177ELF2", 5);
	assert_string_equal(loader.words, "a=\"b c\"");
	assert_string_equal(
	    line, "loader.conf: line 3: no = after the name, left out");
	assert_int_equal(loader.module_count, 2);
	assert_module(0, "/m.x f g", "last", 4 + 1);
	assert_module(1, "/d\\n", "second", 6);
}

static void
loader_conf_may_ask_for_what_cannot_be(void **state)
{
	(void)state;
	add_text("loader.conf", "a=b\nkernel=\"/k\"\n");
	assert_refuses("/k: no such file in the archive");
	new_archive(state);
	add_text("loader.conf", "\nmmmmmmm_load=x\n");
	view.arena.used = BOOT_ARENA - 24;
	assert_refuses("loader.conf: line 2: mmmmmmm_load: neither YES nor NO");
	view.arena.used = BOOT_ARENA - 16;
	assert_refuses("loader.conf: no room for its 16 bytes");
}

#define LOADER(test) \
	cmocka_unit_test_setup_teardown(test, new_loader, no_machine)
#define TEST(test) cmocka_unit_test_setup(test, new_archive)
static const struct CMUnitTest tests[] = {
	TEST(test_files),
	TEST(test_no_data),
	TEST(test_gnu),
	TEST(test_is),
	TEST(test_cut),
	TEST(test_defects),
	TEST(test_numbers),
	TEST(test_noise),
	LOADER(the_first_elf_file_is_the_kernel),
	LOADER(what_there_is_no_room_for_is_counted),
	LOADER(archives_that_make_no_sense),
	LOADER(loader_conf_says_what_is_loaded),
	LOADER(loader_conf_may_ask_for_what_cannot_be),
};
MAIN("tar")
