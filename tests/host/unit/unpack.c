/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What loader.elf does before it knows the format: where the kernel comes from,
 * its name, the word that is the loader's, and files that are compressed or
 * above 4 GiB.
 */
/* What the host does not have: RAM and the far window at their addresses. */
#define ram_take     fake_take
#define pvh_copy     fake_copy
#define native_write loader_write
#include "unit.h"
#include "refused.h"
#include "boot/load/gunzip.h"
#include "ram.h"
#include "boot/pvh/main.c"
#include "boot/pvh/unpack.c"
#include "boot/pvh/word.c"

static struct loader loader;
static struct extent avoided;
static uint64_t taken; /* bytes of far, in whole pages */
static char far[4 * PAGE] __attribute__((aligned(4096)));
static const char *wrong[2]; /* what gunzip() says when it counts, and then */
static uint64_t unpacked;    /* bytes */

uint64_t
fake_take(
    struct boot_view *v, uint64_t size, uint32_t type, struct extent avoid)
{
	assert_ptr_equal(v, &view);
	assert_int_equal(type, MEMMAP_RESERVED);
	assert_int_equal(size % PAGE, 0);
	avoided = avoid;
	if (size == 0 || size > sizeof(far) - taken)
		return 0;
	taken += size;
	return (uint64_t)(far + taken - size);
}

/* The host has no far window: the test's bytes lie at 5 GiB. */
bool
fake_copy(const struct boot_view *v, uint64_t to, uint64_t from, uint64_t size)
{
	assert_ptr_equal(v, &view);
	assert_int_equal(from, 5 * GIB);
	memset((void *)to, 'f', size);
	return true;
}

/* It unpacks to as many bytes 'u' as it has counted before. */
const char *
gunzip(const void *packed, uint64_t size, char *to, uint64_t *room)
{
	assert_true(gunzip_is(packed, size));
	if (to == NULL) {
		*room = unpacked;
		return wrong[0];
	}
	assert_int_equal(*room, unpacked);
	memset(to, 'u', unpacked);
	return wrong[1];
}

/* What the rest of the loader is called with. */
static struct bytes archive;
static const char *joined[2];
static char asked[16];
static bool booted;

void
archive_read(struct loader *l, struct bytes file)
{
	archive = file;
	l->words = "words";
}

char *
line_join(struct loader *l, const char *first, const char *last)
{
	assert_ptr_equal(l->view, &view);
	joined[0] = first;
	joined[1] = last;
	return "joined";
}

static bool
fake_boot(struct loader *l, struct native_args *native)
{
	assert_string_equal(l->view->cmdline, "joined");
	loader = *l;
	native->first = 1;
	return booted;
}

const struct format *
find_format(struct loader *l, const char *name)
{
	static const struct format format = { "fake", NULL, fake_boot };

	assert_ptr_equal(l->view, &view);
	snprintf(asked, sizeof(asked), "%s", name != NULL ? name : "");
	return &format;
}

static int
begin(void **state)
{
	new_small(state);
	memset(&loader, 0, sizeof(loader));
	loader.view = &view;
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 0, WINDOW - 1, MEMMAP_RAM));
	taken = 0;
	wrong[0] = wrong[1] = NULL;
	archive = (struct bytes){ NULL, 0 };
	unpacked = 3;
	booted = true;
	view.cmdline = NULL;
	return 0;
}

static void
give_module(uint64_t paddr, uint64_t size)
{
	view.module_count = 1;
	view.module[0] =
	    (struct boot_module){ .paddr = paddr, .size = size, .index = 0 };
}

static void
assert_unpacked(uint64_t size, const char *expected)
{
	struct bytes file = unpack_module(&loader, &view.module[0]);

	assert_int_equal(file.size, size);
	assert_memory_equal(file.at, expected, size);
	assert_int_equal(view.module[0].paddr, (uint64_t)file.at);
	assert_int_equal(view.module[0].size, size);
}

static void
a_file_is_unpacked_if_it_is_compressed(void **state)
{
	(void)state;
	give_module(give("plain", 5), 5);
	assert_unpacked(5, "plain");
	assert_int_equal(taken, 0);
	give_module(give("\x1f\x8b...", 5), 5);
	assert_unpacked(3, "uuu");
	assert_int_equal(taken, PAGE);
	assert_int_equal(avoided.end, 0);
	unpacked = PAGE + 1;
	give_module(give("\x1f\x8b...", 5), 5);
	unpack_module(&loader, &view.module[0]);
	assert_int_equal(taken, 3 * PAGE);
	unpacked = 0; /* it gets a page, which no one writes */
	give_module(give("\x1f\x8b...", 5), 5);
	assert_unpacked(0, "");
	assert_int_equal(taken, 4 * PAGE);
}

/* It is copied through the far window, where its copy may not lie. */
static void
a_file_above_4_gib_is_brought_into_reach(void **state)
{
	(void)state;
	give_module(5 * GIB, 4);
	assert_unpacked(4, "ffff");
	assert_int_equal(avoided.start, 4 * GIB - 2 * MIB);
	assert_int_equal(avoided.end, 4 * GIB);
	assert_int_equal(taken, PAGE);
}

static void
assert_not_unpacked(const char *expected)
{
	struct bytes packed = { "\x1f\x8b...", 5 };

	if (setjmp(refusal) == 0) {
		unpack(&loader, "file", packed);
		fail();
	}
	assert_string_equal(line, expected);
}

static void
what_is_wrong_with_a_file_is_said(void **state)
{
	(void)state;
	wrong[0] = "not whole";
	assert_not_unpacked("file: gzip: not whole");
	assert_int_equal(taken, 0);
	wrong[0] = NULL;
	wrong[1] = "changed";
	assert_not_unpacked("file: gzip: changed");
	wrong[1] = NULL;
	unpacked = sizeof(far) - PAGE + 1;
	assert_not_unpacked("file: no RAM for 12289 bytes");
}

/* Runs the loader, and returns what it has found out. */
static struct loader *
assert_boots(const char *format)
{
	struct native_args native = { 0, 0 };

	if (setjmp(refusal) != 0)
		fail_msg("%s", line);
	assert_int_equal(loader_write(&view, &native), booted);
	assert_int_equal(native.first, 1);
	assert_string_equal(asked, format);
	return &loader;
}

static void
assert_kernel(char *cmdline, const char *name)
{
	struct loader *l;

	give_module(give("ELF", 3), 3);
	view.module[0].cmdline = cmdline;
	view.cmdline = NULL;
	l = assert_boots("");
	assert_string_equal(l->name, name);
	assert_int_equal(l->kernel.size, 3);
	assert_memory_equal(l->kernel.at, "ELF", 3);
	assert_string_equal(joined[0], "");
	assert_string_equal(joined[1], "");
}

static void
the_first_module_is_the_kernel(void **state)
{
	char name[] = "kernel.elf", words[] = " \ta.elf -v b", blanks[] = "  ";

	(void)state;
	assert_kernel(NULL, "kernel");
	assert_kernel(blanks, "kernel");
	assert_kernel(name, "kernel.elf");
	assert_kernel(words, "a.elf");
	booted = false;
	assert_kernel(NULL, "kernel");
}

static void
it_may_be_an_archive(void **state)
{
	static char block[2 * TAR_BLOCK];
	char words[] = "last";

	(void)state;
	memcpy(block + 257,
	    "ustar\0"
	    "00",
	    8);
	assert_true(tar_is(block, sizeof(block)));
	give_module(give(block, sizeof(block)), sizeof(block));
	view.cmdline = words;
	assert_boots("");
	assert_int_equal(archive.size, sizeof(block));
	assert_int_equal((uint64_t)archive.at, view.module[0].paddr);
	assert_string_equal(joined[0], "words");
	assert_ptr_equal(joined[1], words);
}

static void
assert_no_kernel(void)
{
	struct native_args native;

	if (setjmp(refusal) == 0) {
		loader_write(&view, &native);
		fail();
	}
	assert_string_equal(
	    line, "module 0: there is none: it has to be the kernel");
}

static void
there_has_to_be_a_first_module(void **state)
{
	(void)state;
	view.module_count = 0;
	assert_no_kernel();
	give_module(give("ELF", 3), 3);
	view.module[0].index = 1; /* the first had a defect */
	assert_no_kernel();
}

static void
the_last_format_counts(void **state)
{
	char words[] = "a format=one -v format=two b";

	(void)state;
	give_module(give("ELF", 3), 3);
	view.cmdline = words;
	assert_boots("two");
	assert_ptr_equal(joined[1], words);
	assert_null(strstr(words, "format"));
	assert_non_null(strchr(words, 'b'));
}

/* The kernel's map is the VMM's, but nobody takes the loader's own memory. */
static void
the_loader_s_memory_is_kept(void **state)
{
	const struct extent door = view.mem.door;
	const struct memmap_range kept[] = { { 0, door.start - 1, RAM },
		{ door.start, door.end - 1, RESERVED },
		{ door.end, WINDOW - 1, RAM }, { 0, 0, MEMMAP_HOLE } };
	const struct memmap before = view.map;
	struct native_args native;
	uint64_t at;

	(void)state;
	give_module(give("ELF", 3), 3);
	assert_equal_maps(&assert_boots("")->map, &before);
	assert_map(kept);
	memmap_clear(&view.map); /* full */
	for (at = 0; memmap_merge(&view.map, at, at, RAM);)
		at += 2;
	if (setjmp(refusal) == 0) {
		loader_write(&view, &native);
		fail();
	}
	assert_string_equal(
	    line, "memory map: no room for the loader's memory");
}

#define LOADER(test) cmocka_unit_test_setup_teardown(test, begin, no_machine)
static const struct CMUnitTest tests[] = {
	LOADER(a_file_is_unpacked_if_it_is_compressed),
	LOADER(a_file_above_4_gib_is_brought_into_reach),
	LOADER(what_is_wrong_with_a_file_is_said),
	LOADER(the_first_module_is_the_kernel),
	LOADER(it_may_be_an_archive),
	LOADER(there_has_to_be_a_first_module),
	LOADER(the_last_format_counts),
	LOADER(the_loader_s_memory_is_kept),
};

MAIN("unpack")
