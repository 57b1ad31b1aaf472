/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where loader.elf puts a kernel and what is in the way, which modules it hands
 * over, and what it leaves after a FreeBSD-style kernel.
 */
#include "unit.h"
#include "refused.h"
#include "boot/load/elf_file.h"
#include "boot/pvh/place.c"
#include "boot/pvh/freebsd.c"
#include "boot/pvh/limine.c"

#define TO  0x200000ull /* the image's first page */
#define END 0x203000ull /* behind its last, and what is asked for after it */

const char freebsd_enter[1], freebsd_enter_end[1];
const char limine_enter[1], limine_enter_end[1];

static struct loader loader;
static struct elf_image image;
static struct extent took; /* what take() was to avoid */
static uint64_t taken;     /* how much it gave, at far */
static char far[0x40000];

uint64_t
take(struct loader *l, const char *name, uint64_t size, struct extent avoid)
{
	assert_ptr_equal(l, &loader);
	assert_string_equal(name, "kernel");
	assert_true(size <= sizeof(far));
	taken = size;
	took = avoid;
	return (uintptr_t)far;
}

char *
line_path(struct loader *l, const char *name)
{
	(void)l, (void)name;
	return NULL;
}

void
enter(const struct boot_view *v, const struct entry *entry,
    struct native_args *native)
{
	(void)v, (void)entry, (void)native;
}

static void
new_map(struct memmap *map, uint64_t first, uint64_t last)
{
	memmap_clear(map);
	assert_true(memmap_merge(map, first, last, MEMMAP_RAM));
}

/* All is RAM, nothing is in the way. */
static int
begin(void **state)
{
	(void)state;
	memset(&view, 0, sizeof(view));
	memset(&loader, 0, sizeof(loader));
	loader.view = &view;
	loader.name = "kernel";
	new_map(&view.map, 0, GIB - 1);
	new_map(&loader.map, 0, GIB - 1);
	view.mem.door = (struct extent){ 0x100000, 0x110000 };
	image = (struct elf_image){ .start = TO + 0x123, .end = END - 0x1567 };
	line[0] = '\0';
	taken = 0;
	return 0;
}

static void
assert_place(uint64_t from)
{
	struct place p;

	if (setjmp(refusal) != 0)
		fail_msg("%s", line);
	p = place_image(&loader, &image, PAGE);
	assert_int_equal(p.to, TO);
	assert_int_equal(p.size, END - TO);
	assert_int_equal(p.from, from);
}

static void
assert_no_place(void)
{
	if (setjmp(refusal) == 0) {
		place_image(&loader, &image, PAGE);
		fail();
	}
	assert_string_equal(line,
	    "kernel: 0x200000-0x202fff, where it has to be, is not all RAM");
}

static void
a_kernel_goes_to_ram(void **state)
{
	(void)state;
	assert_place(TO);
	new_map(&loader.map, TO, END - 1);
	assert_place(TO);
	new_map(&loader.map, TO + 1, END - 1);
	assert_no_place();
	new_map(&loader.map, TO, END - 2);
	assert_no_place();
	begin(state);
	image.start = TO;
	image.end = TO + 2 * PAGE;
	assert_place(TO);
}

/* The loader's own, the door, and modules lie around it, or in the way. */
static void
what_is_in_the_way(void **state)
{
	(void)state;
	new_map(&view.map, TO, END - 1);
	assert_place(TO);
	new_map(&view.map, TO + 1, END - 1);
	assert_place(0);
	new_map(&view.map, TO, END - 2);
	assert_place(0);
	begin(state);
	view.mem.door = (struct extent){ TO - PAGE, TO };
	assert_place(TO);
	view.mem.door.end++;
	assert_place(0);
	view.mem.door = (struct extent){ END, END + PAGE };
	assert_place(TO);
	view.mem.door.start--;
	assert_place(0);
	begin(state);
	view.module_count = 2;
	view.module[0] = (struct boot_module){ .paddr = TO - 9, .size = 9 };
	view.module[1] = (struct boot_module){ .paddr = END, .size = 9 };
	view.module[2] = (struct boot_module){ .paddr = TO, .size = 9 };
	assert_place(TO);
	view.module[1].paddr--;
	assert_place(0);
	view.module[1].paddr++;
	view.module[0].size++;
	assert_place(0);
}

static void
the_vmm_s_other_modules_follow_the_archive_s(void **state)
{
	uint32_t i;

	(void)state;
	loader.module_count = BOOT_MODULES - 2;
	for (i = 0; i < BOOT_MODULES; i++) {
		loader.module[i].paddr = 1000 + i;
		view.module[i].paddr = i;
		view.module[i].index = loader.module[i].index = 99;
	}
	view.module_count = 3;
	place_modules(&loader);
	assert_string_equal(line, "");
	assert_int_equal(view.module_count, BOOT_MODULES);
	for (i = 0; i < BOOT_MODULES; i++) {
		assert_int_equal(view.module[i].index, i);
		assert_int_equal(view.module[i].paddr,
		    i < BOOT_MODULES - 2 ? 1000 + i : i - (BOOT_MODULES - 3));
	}
	loader.module_count = BOOT_MODULES - 1;
	view.module_count = 4;
	place_modules(&loader);
	assert_string_equal(
	    line, "modules: room for 64 only, the VMM's last 2 are left out");
	assert_int_equal(view.module_count, BOOT_MODULES);
	loader.module_count = 0;
	view.module_count = 1; /* it was the kernel */
	place_modules(&loader);
	assert_int_equal(view.module_count, 0);
}

/* An ELF file with a segment of 0x1800 bytes. */
static unsigned char file[0x3000];

static void
new_kernel(uint64_t paddr)
{
	const struct elf_header h = { .e_ident = "\177ELF\2\1\1",
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = paddr + 0x10,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct program_header),
		.e_phnum = 1 };
	const struct program_header p = { PT_LOAD, 5, 0x1000, paddr, paddr,
		0x1800, 0x1800, PAGE };

	memset(file, 0x5a, sizeof(file));
	memcpy(file, &h, sizeof(h));
	memcpy(file + sizeof(h), &p, sizeof(p));
	loader.kernel = (struct bytes){ (char *)file, sizeof(file) };
}

static void
assert_unread(const char *expected)
{
	if (setjmp(refusal) == 0) {
		place_read(&loader, ELF_FREEBSD, &image, "before: ");
		fail();
	}
	assert_string_equal(line, expected);
}

static void
what_is_wrong_with_the_file_is_said(void **state)
{
	(void)state;
	new_kernel(TO);
	file[4] = 7;
	assert_unread("kernel: before: e_ident[EI_CLASS] is 0x7: not a "
		      "little-endian ELF64 file");
	new_kernel(0x1000);
	assert_unread(
	    "kernel: before: program header 0: p_paddr is 0x1000: below 1 MiB");
}

/* ---- FreeBSD's: the arena follows the kernel */

static void
the_arena_follows_the_kernel(void **state)
{
	struct place place = { 0, 0, 0 };
	const uint64_t end = TO + 0x2000 + BOOT_ARENA;

	(void)state;
	new_kernel(TO);
	view.map = loader.map; /* where it is to go is taken */
	memmap_merge(&view.map, TO, TO + PAGE - 1, MEMMAP_RESERVED);
	assert_int_equal(place_kernel(&loader, &place), TO + 0x10);
	assert_int_equal(place.to, TO);
	assert_int_equal(place.from, (uintptr_t)far);
	assert_int_equal(place.size, end - TO);
	assert_int_equal(taken, end - TO);
	assert_true(took.start == TO && took.end == end);
	assert_memory_equal(far, file + 0x1000, 0x1800);
	assert_true(view.kernel.start == TO && view.kernel.end == TO + 0x1800);
	assert_true(view.image.start == TO && view.image.end == end);
	assert_ptr_equal(view.arena.base, far + 0x2000);
	assert_int_equal(view.arena.paddr, TO + 0x2000);
	assert_int_equal(view.arena.size, BOOT_ARENA);
	assert_int_equal(view.arena.used, 0);
	view.mem.door = (struct extent){ end, end + PAGE }; /* kept as well */
	place_kernel(&loader, &place);
	assert_int_equal(view.image.end, end + PAGE);
}

static void
the_metadata_end_below_1_gib(void **state)
{
	struct place place = { 0, 0, 0 };

	view.map = loader.map;
	memmap_merge(&view.map, GIB - 0x100000, GIB - 1, MEMMAP_RESERVED);
	new_kernel(GIB - 0x2000 - BOOT_ARENA);
	if (setjmp(refusal) != 0)
		fail_msg("%s", line);
	place_kernel(&loader, &place);
	assert_int_equal(view.image.end, GIB);
	begin(state);
	new_map(&loader.map, 0, 2 * GIB - 1);
	new_kernel(GIB - 0x1000 - BOOT_ARENA);
	if (setjmp(refusal) == 0) {
		place_kernel(&loader, &place);
		fail();
	}
	assert_string_equal(line,
	    "kernel: it ends at 0x3ffd0800, too near to 1 GiB for the "
	    "metadata");
}

/* ---- Limine's */

static void
segments_are_handed_over_as_far_as_there_is_room(void **state)
{
	static struct limine_kernel kernel;
	uint32_t i;

	(void)state;
	for (i = 0; i < ELF_SEGMENTS; i++)
		image.segment[i] =
		    (struct elf_segment){ 0, 1, 2 + i, 100 + i, i % 8 };
	image.count = LIMINE_SEGMENTS;
	if (setjmp(refusal) != 0)
		fail_msg("%s", line);
	add_segments(&loader, &image, &kernel);
	assert_int_equal(kernel.segment_count, LIMINE_SEGMENTS);
	for (i = 0; i < LIMINE_SEGMENTS; i++) {
		assert_int_equal(kernel.segment[i].virtual, 2 + i);
		assert_int_equal(kernel.segment[i].size, 100 + i);
		assert_int_equal(kernel.segment[i].flags, i % 8);
	}
	image.count++;
	kernel.segment_count = 0;
	if (setjmp(refusal) == 0) {
		add_segments(&loader, &image, &kernel);
		fail();
	}
	assert_string_equal(
	    line, "kernel: 17 segments, and there is room for 16");
}

/* In whole pages. */
static void
what_the_loader_took_can_be_reclaimed(void **state)
{
	static const struct memmap_range expected[] = { { 0, 0x1ffff,
							    MEMMAP_RAM },
		{ 0x20000, 0x22fff, LIMINE_RECLAIM },
		{ 0x23000, 0x2ffff, MEMMAP_RAM },
		{ 0x30000, 0x30fff, LIMINE_RECLAIM },
		{ 0x31000, GIB - 1, MEMMAP_RAM }, { 0, 0, MEMMAP_HOLE } };

	(void)state;
	set_reclaim(&view, 0x20fff, 0x1002);
	set_reclaim(&view, 0x30000, 0x1000);
	assert_map(expected);
}

#define PLACE(test) cmocka_unit_test_setup(test, begin)
static const struct CMUnitTest tests[] = {
	PLACE(a_kernel_goes_to_ram),
	PLACE(what_is_in_the_way),
	PLACE(the_vmm_s_other_modules_follow_the_archive_s),
	PLACE(what_is_wrong_with_the_file_is_said),
	PLACE(the_arena_follows_the_kernel),
	PLACE(the_metadata_end_below_1_gib),
	PLACE(segments_are_handed_over_as_far_as_there_is_room),
	PLACE(what_the_loader_took_can_be_reclaimed),
};

MAIN("place")
