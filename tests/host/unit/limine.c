/* SPDX-License-Identifier: BSD-2-Clause */
/* The Limine boot protocol: what is asked for, and what a kernel is handed. */
#include "unit.h"
#include "limine.h"
#include "stages.h"
#include "memory/ram.h"

#define AT     0x300000ull /* the image, which has 8 pages */
#define SIZE   (8 * PAGE)
#define BASE   0xffffffff80100000ull
#define HHDM   0xffff800000000000ull
#define COMMON 0xc7b1dd30df4c8b88, 0x0a82e883a194f07b
#define NX     (1u << 20)
#define HUGE   (1u << 26)
#define PAT    (1u << 16)

static struct limine_kernel kernel;
static struct native_args args;
static struct video screen; /* paddr 0: there is none */

bool
video_open(struct boot_view *v, struct video_mode mode, struct video *video)
{
	assert_ptr_equal(v, &view);
	assert_int_equal(mode.width + mode.height + mode.bpp, 0);
	*video = screen;
	return screen.paddr != 0;
}

/* The image's words from this byte on. */
static uint64_t *
image(uint64_t offset)
{
	return (uint64_t *)(memory + AT + offset);
}

/* Puts a request of two more words into the image; returns its words. */
static uint64_t *
ask(uint64_t offset, uint64_t id2, uint64_t id3, uint64_t revision,
    uint64_t first, uint64_t second)
{
	const uint64_t words[] = { COMMON, id2, id3, revision, 0, first,
		second };

	memcpy(image(offset), words, sizeof(words));
	return image(offset);
}

#define MEMMAP  0x67cf3d9d378a806f, 0xe304acdfc50c3c62
#define MODULE  0x3e7e279702be32af, 0xca1c4f3bd1280cee
#define STACK   0x224ef0460a8e8926, 0xe1cb0fc25f46ea3d
#define CMDLINE 0x4b161536e598651e, 0xb390ad4a2f1f303a
#define RSDP    0xc5e77b6b397e7b43, 0x27637845accdcf3c
#define FILE_   0xad97e90e83f1ed67, 0x31eb5d1c5ff23b69
#define PAGING  0x95c1a0edab0944cb, 0xa4e5cb3842f7488a
#define ENTRY   0x13d86c035a1cd3e1, 0x2b0caa89d8f3026a
#define ADDRESS 0x71ba76863cc55f63, 0xb2644a48c516a487
#define SCREEN  0x9d5827dcd881dd75, 0xa3148604f6fab11b
#define DATE    0x502746e184c088aa, 0xfbc5ec83e6327893

/* The base revision tag. */
static uint64_t *
tag(uint64_t offset, uint64_t revision)
{
	const uint64_t words[] = { 0xf9562b2d5c95a6c8, 0x6a7b384944536bdc,
		revision };

	memcpy(image(offset), words, sizeof(words));
	return image(offset);
}

static void
begin(void)
{
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 0, 0x9fbff, RAM));
	assert_true(memmap_merge(&view.map, MIB, WINDOW - 1, RAM));
	memset(memory + AT, 0, SIZE);
	view.module_count = 0;
	view.cmdline = NULL;
	view.rsdp = 0;
	view.warned = 0;
	view.defect.code = PVH_OK;
	new_arena(BOOT_ARENA);
	kernel = (struct limine_kernel){ .paddr = AT,
		.virtual = BASE,
		.size = SIZE,
		.segment_count = 1,
		.segment = { { BASE, SIZE, LIMINE_PF_R } } };
	screen = (struct video){ 0 };
	cpu_features = PAT;
	cpu_extended = NX;
	memset(cmos, 0xff, sizeof(cmos));
	tag(0, 3);
	printed();
}

static bool
write(void)
{
	return limine_write(&view, &kernel, &args);
}

/* What the kernel finds at an address of the direct map. */
static void *
at(uint64_t address)
{
	const uint64_t paddr = address - HHDM;

	if (paddr >= ARENA_AT && paddr - ARENA_AT < view.arena.used)
		return view.arena.base + (paddr - ARENA_AT);
	assert_true(paddr < WINDOW);
	return memory + paddr;
}

/* The words of a request's response. */
static uint64_t *
answer(const uint64_t *request)
{
	assert_true(request[5] != 0);
	return at(request[5]);
}

static void
add_module(uint64_t paddr, uint64_t size, char *cmdline)
{
	uint32_t i = view.module_count++;

	view.module[i] = (struct boot_module){ paddr, size, cmdline, i };
	if (size < MIB)
		memset(memory + paddr, 'a' + (int)i, size);
}

/* A file of a response: its place, size, path and string. */
static void
is_file(const uint64_t *file, uint64_t size, const char *path,
    const char *string, int first)
{
	int i;

	assert_int_equal(file[1] % PAGE, 0);
	assert_int_equal(file[2], size);
	assert_string_equal(at(file[3]), path);
	assert_string_equal(at(file[4]), string);
	if (size > 0)
		assert_int_equal(*(unsigned char *)at(file[1]), first);
	assert_true(memmap_is(&view.map, file[1] - HHDM,
	    page_up(file[1] - HHDM + size) - 1, LIMINE_EXECUTABLE));
	for (i = 5; i < 14; i++)
		assert_int_equal(file[i], 0);
}

static uint64_t *
module(const uint64_t *request, uint64_t i)
{
	const uint64_t *list = at(answer(request)[2]);

	assert_true(i < answer(request)[1]);
	return at(list[i]);
}

/* ---- rule 7 */

static void
a_kernel_has_its_place(void **state)
{
	const char *line = "limine: the kernel at 0xffffffff7ffff000 is not "
			   "all from -2 GiB on";

	(void)state;
	begin();
	kernel.virtual = 0xffffffff7ffff000;
	assert_false(write());
	assert_refused(PVH_LIMINE_PLACE, 0, kernel.virtual, line);
	begin();
	kernel.virtual = 0xffffffffffffa000; /* it would go on at 0 */
	assert_false(write());
	assert_int_equal(view.defect.code, PVH_LIMINE_PLACE);
	begin();
	kernel.paddr = DOOR_START - PAGE;
	assert_false(write());
	assert_int_equal(view.defect.code, PVH_LIMINE_PLACE);
	begin();
	kernel.virtual = 0xffffffffffff8000;
	kernel.segment_count = 0;
	assert_true(write());
}

/* ---- rule 8 */

static void
requests_are_found_where_they_are(void **state)
{
	uint64_t offset;

	(void)state;
	for (offset = 24; offset <= SIZE - 64; offset += below(300) * 8 + 8) {
		begin();
		ask(offset, ADDRESS, 0, 0, 0);
		assert_true(write());
		assert_int_equal(answer(image(offset))[1], AT);
		assert_int_equal(answer(image(offset))[2], BASE);
		assert_int_equal(image(0)[1], 3);
		assert_int_equal(image(0)[2], 0);
	}
	begin();
	memmove(memory + AT + 1004, ask(2000, ADDRESS, 0, 0, 0), 64);
	memset(image(2000), 0, 64);
	assert_true(write()); /* it is not aligned */
	assert_string_equal(printed(), "");
}

static void
markers_count(void **state)
{
	const uint64_t start[] = { 0xf6b8f4b39de7d1ae, 0xfab91a6940fcb9cf,
		0x785c6ed015d3e316, 0x181e920a7852b9d9 };
	const uint64_t end[] = { 0xadc0e0531bb10d03, 0x9572709f31764c62 };
	const uint64_t *early, *inside, *late;

	(void)state;
	begin();
	early = ask(64, ADDRESS, 0, 0, 0);
	ask(192, ADDRESS, 0, 0, 0);    /* two, and it does not matter */
	memcpy(image(256), start, 24); /* none */
	memcpy(image(288), start, sizeof(start));
	memcpy(image(320), end, 8); /* none */
	tag(384, 2);
	inside = ask(512, RSDP, 0, 0, 0);
	memcpy(image(1024), end, sizeof(end));
	late = ask(1040, ADDRESS, 0, 0, 0);
	view.rsdp = 0x1234;
	assert_true(write());
	assert_int_equal(early[5], 0);
	assert_int_equal(late[5], 0);
	assert_int_equal(answer(inside)[1], HHDM + 0x1234);
	assert_int_equal(image(0)[2], 3); /* the tag before the marker */
	assert_int_equal(image(384)[2], 0);
}

static void
the_end_of_the_image(void **state)
{
	(void)state;
	begin();
	memcpy(image(SIZE - 16), (uint64_t[]){ COMMON }, 16);
	assert_true(write());
	assert_string_equal(printed(),
	    "pvh: warning: limine: the request at 0x307ff0 is not all in the "
	    "kernel\n");
	begin();
	ask(SIZE - 64, STACK, 0, 0, 0);
	memmove(image(SIZE - 48), image(SIZE - 64), 48);
	memset(image(SIZE - 64), 0, 16);
	assert_true(write()); /* its size is not there */
	assert_string_equal(printed(),
	    "pvh: warning: limine: the request at 0x307fd0 is not all in the "
	    "kernel\n");
	begin();
	ask(SIZE - 64, ADDRESS, 0, 0, 0);
	memmove(image(SIZE - 48), image(SIZE - 64), 48);
	memset(image(SIZE - 64), 0, 16);
	assert_true(write());
	assert_string_equal(printed(), "");
	assert_int_equal(answer(image(SIZE - 48))[1], AT);
	begin();
	tag(0, 0);
	memset(image(0), 0, 24);
	tag(SIZE - 24, 2);
	memcpy(image(SIZE - 8), "", 1); /* of revision 0 */
	assert_true(write());
	assert_int_equal(image(SIZE - 24)[1], 0);
}

static void
one_of_a_kind(void **state)
{
	(void)state;
	begin();
	ask(64, RSDP, 0, 0, 0);
	ask(192, RSDP, 1, 0, 0);
	assert_false(write());
	assert_refused(PVH_LIMINE_TWICE, 0, AT + 192,
	    "limine: a second request of one kind at 0x3000c0");
	begin();
	tag(64, 3);
	assert_false(write());
	assert_refused(PVH_LIMINE_TWICE, 0, AT + 64,
	    "limine: a second request of one kind at 0x300040");
	begin();
	ask(64, 1, 2, 0, 0, 0); /* unknown ones may be twice */
	ask(192, 1, 2, 0, 0, 0);
	assert_true(write());
}

static void
base_revisions(void **state)
{
	(void)state;
	begin();
	tag(0, 4);
	assert_false(write());
	assert_refused(PVH_LIMINE_REVISION, 0, 4,
	    "limine: the kernel wants base revision 0x4; 0 to 3 are known");
	begin();
	memset(image(0), 0, 24);
	assert_true(write()); /* an image of zeroes, as all of .bss is */
	assert_string_equal(printed(),
	    "pvh: warning: limine: there is no request in the kernel at "
	    "0xffffffff80100000\n");
	begin();
	memset(image(0), 0, 24);
	ask(0, RSDP, 0, 0, 0);
	assert_true(write());
	assert_string_equal(printed(), "");
}

/* ---- rules 9 and 13 */

static void
modules_have_pages_of_their_own(void **state)
{
	uint64_t *request;

	(void)state;
	begin();
	request = ask(64, MODULE, 0, 0, 0);
	add_module(0x401000, 5000, "\t first two words");
	add_module(0x404001, 10, "/second");
	add_module(0x402400, 100, NULL); /* in the first one's last page */
	add_module(AT + 0x7000, PAGE + 1, ""); /* over the kernel */
	add_module(0x500000, 0, " / none");    /* no name is left */
	add_module(AT + SIZE, PAGE, NULL);     /* right after the kernel */
	add_module(AT - PAGE, PAGE, NULL);     /* and right before it */
	view.module[6].index = 63;
	assert_true(
	    memmap_merge(&view.map, 0x480000, 0x480fff, MEMMAP_UNUSABLE));
	assert_true(memmap_merge(&view.map, 0x490000, 0x490fff, RESERVED));
	add_module(0x480000, 3, NULL); /* not in the direct map */
	add_module(0x490000, 3, NULL);
	assert_true(write());
	assert_int_equal(answer(request)[0], 1);
	assert_int_equal(answer(request)[1], 9);
	is_file(module(request, 7), 3, "/module7", "", 'h');
	assert_int_equal(module(request, 8)[1], HHDM + 0x490000);
	assert_int_equal(module(request, 5)[1], HHDM + AT + SIZE);
	assert_int_equal(module(request, 6)[1], HHDM + AT - PAGE);
	is_file(module(request, 6), PAGE, "/module63", "", 'g');
	is_file(module(request, 0), 5000, "/first", "two words", 'a');
	assert_int_equal(module(request, 0)[1], HHDM + 0x401000);
	is_file(module(request, 1), 10, "/second", "", 'b');
	is_file(module(request, 2), 100, "/module2", "", 'c');
	is_file(module(request, 3), PAGE + 1, "/module3", "", 'd');
	is_file(module(request, 4), 0, "/module4", "none", 0);
	assert_string_equal(printed(), "");
}

static void
no_room_for_a_copy(void **state)
{
	(void)state;
	begin();
	add_module(0x2c0001, 5 * MIB, NULL);
	assert_false(write());
	assert_refused(PVH_LIMINE_MODULE, 0, 5 * MIB,
	    "module 0: no RAM for a copy of its 0x500000 bytes");
	begin();
	assert_true(memmap_merge(&view.map, MIB, WINDOW - 1, RESERVED));
	add_module(0, 0, NULL);
	assert_false(write());
	assert_int_equal(view.defect.code, PVH_LIMINE_MODULE);
}

/* With so many steps left in the map: the address that has no room, or 0. */
static uint64_t
without_steps(uint32_t left)
{
	uint64_t first = 8 * GIB;

	begin();
	add_module(0x401000, PAGE, NULL);
	ask(64, SCREEN, 0, 0, 0);
	screen =
	    (struct video){ .paddr = 0xfd000000, .pitch = 4096, .height = 1 };
	for (; view.map.count + left < MEMMAP_STEPS; first += PAGE)
		assert_true(memmap_merge(&view.map, first, first + PAGE - 1,
		    RESERVED + (first / PAGE & 1) * 2));
	if (write() || view.defect.code != PVH_LIMINE_MAP)
		return 0;
	return view.defect.value;
}

static void
no_room_in_the_map(void **state)
{
	bool kernel_has_none = false, module = false, frame_buffer = false;
	uint32_t left;
	uint64_t address;

	(void)state;
	for (left = 0; left < 20; left++) {
		address = without_steps(left);
		kernel_has_none |= address == AT;
		module |= address == 0x401000;
		frame_buffer |= address == 0xfd000000;
	}
	assert_true(kernel_has_none);
	assert_true(module);
	assert_true(frame_buffer);
}

/* An internal module in the image, and the list of one. */
static void
wants(uint64_t offset, const char *path, const char *string, uint64_t flags)
{
	image(offset)[0] = BASE + offset + 8;
	image(offset)[1] = BASE + offset + 64;
	image(offset)[2] = BASE + offset + 128;
	image(offset)[3] = flags;
	strcpy((char *)image(offset + 64), path);
	strcpy((char *)image(offset + 128), string);
}

static void
internal_modules_come_first(void **state)
{
	uint64_t *request;

	(void)state;
	begin();
	request = ask(64, MODULE, 1, 1, BASE + 0x1000);
	wants(0x1000, "b", "the kernel's", 1);
	add_module(0x400000, 1, "a");
	add_module(0x401000, 2, "b from the loader");
	assert_true(write());
	is_file(module(request, 1), 1, "/a", "", 'a');
	assert_int_equal(module(request, 0)[2], 2);
	assert_string_equal(at(module(request, 0)[3]), "/b");
	assert_int_equal(module(request, 0)[4], BASE + 0x1080);
	begin();
	request = ask(64, MODULE, 0, 1, BASE + 0x1000);
	wants(0x1000, "b", "", 1); /* revision 0 has none */
	add_module(0x400000, 1, "a");
	assert_true(write());
	assert_int_equal(answer(request)[1], 1);
}

static bool
finds(const char *path, const char *name, const char *kernel_path)
{
	uint64_t *request;
	char cmdline[32];

	begin();
	request = ask(64, MODULE, 1, 1, BASE + 0x1000);
	wants(0x1000, path, "", 0);
	strcpy(cmdline, name);
	add_module(0x400000, 1, cmdline);
	if (kernel_path != NULL) {
		kernel.path = kernel_path;
		kernel.file = 0x410000;
		kernel.file_size = 7;
	}
	assert_true(write());
	assert_int_equal(answer(request)[1], 1);
	return module(request, 0)[4] == BASE + 0x1080;
}

static void
internal_modules_are_found_by_path(void **state)
{
	(void)state;
	assert_true(finds("b", "b", NULL));
	assert_true(finds("/b", "b", NULL));
	assert_true(finds("b", "/b x", NULL));
	assert_true(finds("b", "\n b", NULL));
	assert_false(finds("", " ", NULL));
	assert_false(finds("module0", "", NULL));
	printed();
	assert_false(finds("b", "bc", NULL));
	assert_string_equal(printed(),
	    "pvh: warning: limine: no module is the internal module 0, left "
	    "out\n");
	assert_false(finds("bc", "b", NULL));
	assert_false(finds("b", "x b", NULL));
	assert_false(finds("b x", "b x", NULL));
	assert_true(finds("b", "b", "/kernel"));
	assert_true(finds("b", "boot/b", "/boot/kernel"));
	assert_true(finds("sub/b", "/boot/sub/b", "/boot/kernel"));
	assert_false(finds("b", "b", "/boot/kernel"));
	assert_false(finds("b", "bootb", "/boot/kernel"));
	assert_true(finds("/b", "b", "/boot/kernel"));
	assert_false(finds("/b", "boot/b", "/boot/kernel"));
}

static void
what_is_wrong_with_internal_modules(void **state)
{
	uint64_t *request;

	(void)state;
	begin();
	ask(64, MODULE, 1, 2, BASE + SIZE - 8); /* the second is outside */
	wants(0x1000, "b", "", 0);
	*image(SIZE - 8) = BASE + 0x1008;
	assert_false(write());
	assert_refused(PVH_LIMINE_INTERNAL, 1, BASE + SIZE,
	    "limine: internal module 1 is not all in the kernel, "
	    "0xffffffff80108000");
	begin();
	ask(64, MODULE, 1, UINT64_MAX, BASE + 0x1000);
	wants(0x1000, "b", "", 0);
	memset(image(0x1088), 'x', SIZE - 0x1088); /* a string without end */
	image(0x1000)[2] = BASE + 0x1088;
	assert_false(write());
	assert_int_equal(view.defect.code, PVH_LIMINE_INTERNAL);
	begin();
	request = ask(64, MODULE, 1, 1, BASE + 0x1000);
	wants(0x1000, "b", "", 1);
	assert_false(write());
	assert_refused(PVH_LIMINE_REQUIRED, 0, 0,
	    "limine: no module is the required internal module 0");
	begin();
	request = ask(64, MODULE, 1, 1, BASE + 0x1000);
	wants(0x1000, "b", "", 0);
	assert_true(write());
	assert_int_equal(request[5], 0); /* no module, no response */
}

/* ---- rules 9, 10 and 12 */

static void
the_map_is_sorted_and_whole(void **state)
{
	static const struct limine_entry expected[] = {
		{ 0, 0x1000, LIMINE_MEM_RESERVED },
		{ 0x1000, 0x9e000, LIMINE_MEM_USABLE },
		{ 0xa0000, 0x100, LIMINE_MEM_BAD },
		{ 0xa0100, 0x200, LIMINE_MEM_RESERVED },
		{ MIB, MIB, LIMINE_MEM_USABLE },
		{ 2 * MIB, 0xc0000, LIMINE_MEM_RECLAIM },
		{ 0x2c0000, 0x40000, LIMINE_MEM_USABLE },
		{ AT, SIZE, LIMINE_MEM_EXECUTABLE },
		{ AT + SIZE, 0, LIMINE_MEM_USABLE },
		{ 0, 0, LIMINE_MEM_RECLAIM },
		{ WINDOW, 0x100, LIMINE_MEM_NVS },
		{ WINDOW + 0x100, 0x100, LIMINE_MEM_ACPI },
	};
	const uint64_t *request;
	const struct limine_entry *e;
	uint32_t i;

	(void)state;
	begin();
	request = ask(64, MEMMAP, 0, 0, 0);
	memmap_merge(&view.map, 0xa0000, 0xa00ff, MEMMAP_UNUSABLE);
	memmap_merge(&view.map, 0xa0100, 0xa01ff, MEMMAP_DISABLED);
	memmap_merge(&view.map, 0xa0200, 0xa02ff, 77); /* unknown */
	memmap_merge(&view.map, WINDOW, WINDOW + 0xff, MEMMAP_ACPI_NVS);
	memmap_merge(
	    &view.map, WINDOW + 0x100, WINDOW + 0x1ff, MEMMAP_ACPI_RECLAIM);
	assert_true(write());
	assert_int_equal(answer(request)[1], COUNT(expected));
	for (i = 0; i < COUNT(expected); i++) {
		e = at(((uint64_t *)at(answer(request)[2]))[i]);
		assert_int_equal(e->type, expected[i].type);
		if (expected[i].length == 0)
			continue;
		assert_int_equal(e->base, expected[i].base);
		assert_int_equal(e->length, expected[i].length);
	}
}

static void
the_stack_is_large_enough(void **state)
{
	const struct limine_last *last;

	(void)state;
	begin();
	ask(64, STACK, 0, 0x54321, 0);
	kernel.entry = BASE + 5;
	assert_true(write());
	last = (struct limine_last *)(memory + args.first);
	assert_int_equal(last->stack, HHDM + args.first + PAGE + 0x55000);
	assert_int_equal(last->entry, BASE + 5);
	assert_int_equal(last->efer, 0x800);
	assert_int_equal(last->pat & 0xffffffffffff, 0x010500070406);
	assert_int_equal(last->gdt_limit, 55);
	assert_ptr_equal(at(last->gdt_base), last->gdt);
	assert_true(memmap_is(&view.map, args.first,
	    args.first + PAGE + 0x54fff, LIMINE_RECLAIM));
	begin();
	ask(64, STACK, 0, 8 * MIB, 0);
	assert_false(write());
	assert_refused(PVH_LIMINE_STACK, 0, 8 * MIB,
	    "limine: no RAM for a stack of 0x800000 bytes");
	begin();
	ask(64, STACK, 0, UINT64_MAX, 0);
	assert_false(write());
	assert_int_equal(view.defect.code, PVH_LIMINE_STACK);
	begin();
	cpu_features = cpu_extended = 0;
	assert_true(write());
	last = (struct limine_last *)(memory + args.first);
	assert_int_equal(last->stack, HHDM + args.first + PAGE + 0x10000);
	assert_int_equal(last->efer | last->pat, 0);
}

static void
words(void **state)
{
	const uint64_t *cmdline, *file, *paging, *entry, *rsdp;

	(void)state;
	begin();
	cmdline = ask(64, CMDLINE, 0, 0, 0);
	file = ask(192, FILE_, 0, 0, 0);
	paging = ask(320, PAGING, 0, 1, 7);
	entry = ask(448, ENTRY, 0, BASE + SIZE - 1, 0);
	rsdp = ask(576, RSDP, 0, 0, 0);
	kernel.cmdline = "a b";
	kernel.path = "/boot/k";
	kernel.file = 0x400000;
	kernel.file_size = 3;
	memory[0x400000] = 'K';
	assert_true(write());
	assert_string_equal(at(answer(cmdline)[1]), "a b");
	is_file(at(answer(file)[1]), 3, "/boot/k", "a b", 'K');
	assert_int_equal(
	    answer(cmdline)[1], ((uint64_t *)at(answer(file)[1]))[4]);
	assert_int_equal(answer(paging)[1], 0);
	assert_int_equal(answer(entry)[0], 0);
	assert_int_equal(((struct limine_last *)(memory + args.first))->entry,
	    BASE + SIZE - 1);
	assert_int_equal(rsdp[5], 0);
	begin();
	rsdp = ask(576, RSDP, 0, 0, 0);
	view.rsdp = 0x1234;
	assert_true(write());
	assert_int_equal(answer(rsdp)[0], 0);
	assert_int_equal(answer(rsdp)[1], 0x1234);
	begin();
	cmdline = ask(64, CMDLINE, 0, 0, 0);
	file = ask(192, FILE_, 0, 0, 0);
	assert_true(write());
	assert_string_equal(at(answer(cmdline)[1]), "");
	assert_int_equal(file[5], 0);
	begin();
	ask(64, PAGING, 1, 1, 1);
	image(64)[8] = 1;
	assert_false(write());
	assert_refused(PVH_LIMINE_PAGING, 0, 0,
	    "limine: the kernel wants five levels of page tables");
	begin();
	ask(64, ENTRY, 0, BASE + SIZE, 0);
	assert_false(write());
	assert_refused(PVH_LIMINE_ENTRY, 0, BASE + SIZE,
	    "limine: the entry point 0xffffffff80108000 is not in the kernel");
}

/* What is in the way of all: the arena, the map, the tables' RAM. */
static void
no_room(void **state)
{
	uint32_t size, bad = 0;

	(void)state;
	for (size = 0; size < 2048; size += 8) {
		begin();
		new_arena(size);
		ask(64, MEMMAP, 0, 0, 0);
		ask(192, MODULE, 0, 0, 0);
		ask(320, SCREEN, 0, 0, 0);
		ask(448, FILE_, 0, 0, 0);
		ask(576, 0xf55038d8e2a1202f, 0x279426fcf5f59740, 0, 0, 0);
		kernel.path = "/k";
		kernel.file = 0x400000;
		kernel.file_size = 1;
		screen = (struct video){
			.paddr = 0xfd000000, .pitch = 4096, .height = 1
		};
		add_module(0x401000, 1, "name string");
		if (write())
			continue;
		assert_int_equal(view.defect.code, PVH_LIMINE_ARENA);
		bad++;
	}
	assert_in_range(bad, 50, 200);
	begin();
	assert_true(memmap_merge(&view.map, 4 * GIB, 8 * GIB - 1, RAM));
	assert_true(memmap_merge(&view.map, MIB, 2 * MIB - 1, RESERVED));
	assert_true(memmap_merge(&view.map, 0x2c0000, AT - 1, RESERVED));
	assert_true(memmap_merge(
	    &view.map, AT + SIZE + 19 * PAGE, WINDOW - 1, RESERVED));
	assert_false(write());
	assert_refused(PVH_LIMINE_TABLES, 0, BASE,
	    "limine: no RAM for the page tables of 0xffffffff80100000");
}

static void
a_frame_buffer(void **state)
{
	const uint64_t *request, *f;

	(void)state;
	begin();
	request = ask(64, SCREEN, 0, 0, 0);
	screen = (struct video){ .paddr = 0xfd000800,
		.pitch = 4096,
		.width = 1000,
		.height = 2,
		.bpp = 32,
		.red_size = 1,
		.red_shift = 2,
		.green_size = 3,
		.green_shift = 4,
		.blue_size = 5,
		.blue_shift = 6 };
	assert_true(write());
	assert_int_equal(answer(request)[0], 1);
	assert_int_equal(answer(request)[1], 1);
	f = at(((uint64_t *)at(answer(request)[2]))[0]);
	assert_int_equal(f[0], HHDM + 0xfd000800);
	assert_int_equal(f[1], 1000);
	assert_int_equal(f[2], 2);
	assert_int_equal(f[3], 4096);
	assert_memory_equal(f + 4, "\x20\0\1\1\2\3\4\5\6\0\0\0\0\0\0\0", 16);
	assert_int_equal(f[6] | f[7], 0);
	assert_int_equal(f[8], 1);
	f = at(((uint64_t *)at(f[9]))[0]); /* its mode */
	assert_int_equal(f[0], 4096);
	assert_int_equal(f[1], 1000);
	assert_int_equal(f[2], 2);
	assert_memory_equal(f + 3, "\x20\0\1\1\2\3\4\5\6", 9);
	assert_true(
	    memmap_is(&view.map, 0xfd000000, 0xfd002fff, LIMINE_FRAMEBUFFER));
	begin();
	request = ask(64, SCREEN, 0, 0, 0);
	assert_true(write());
	assert_int_equal(request[5], 0);
}

/* ---- rule 11 */

/* The entry that maps an address, less where to; 0 if none does, 1 if it maps
 * to another paddr than this. */
static uint64_t
maps(uint64_t virtual, uint64_t paddr)
{
	const struct limine_last *last =
	    (struct limine_last *)(memory + args.first);
	uint64_t table = last->root, entry, address;
	int level;

	for (level = 3;; level--) {
		assert_true(
		    memmap_is(&view.map, table, table + 4095, LIMINE_RECLAIM));
		entry = ((uint64_t *)(memory +
		    table))[virtual >> (12 + 9 * level) & 511];
		if ((entry & 1) == 0)
			return 0;
		address = 0x000ffffffffff000 & -(PAGE << (9 * level));
		if (level == 0 || (entry & 0x80) != 0)
			break;
		table = entry & 0x000ffffffffff000;
	}
	return (entry & address) == (paddr & address) ? entry & ~address : 1;
}

static void
segments_have_their_rights(void **state)
{
	(void)state;
	begin();
	kernel.segment_count = 4;
	kernel.segment[0] = (struct limine_segment){ BASE, 0x1001, 5 };
	kernel.segment[1] = (struct limine_segment){ BASE + 0x2000, 1, 0 };
	kernel.segment[2] = (struct limine_segment){ BASE + 0x4000, 0x2000, 6 };
	kernel.segment[3] = (struct limine_segment){ BASE + 0x5fff, 0x2001, 5 };
	assert_true(write());
	assert_int_equal(maps(BASE, AT), 0x61);
	assert_int_equal(maps(BASE + 0x1000, AT + 0x1000), 0x61);
	assert_int_equal(maps(BASE + 0x2000, AT + 0x2000), PG_NX | 0x61);
	assert_int_equal(maps(BASE + 0x3000, AT + 0x3000), 0);
	assert_int_equal(maps(BASE + 0x4000, AT + 0x4000), PG_NX | 0x63);
	assert_int_equal(maps(BASE + 0x5000, AT + 0x5000), 0x63);
	assert_int_equal(maps(BASE + 0x6000, AT + 0x6000), 0x61);
	assert_int_equal(maps(BASE + 0x7fff, AT + 0x7fff), 0x61);
	assert_int_equal(maps(BASE + 0x8000, AT + 0x8000), 0);
	assert_int_equal(maps(BASE - 1, AT - 1), 0);
	begin();
	cpu_extended = 0; /* no NX */
	assert_true(write());
	assert_int_equal(maps(BASE, AT), 0x61);
}

/* The largest pages, whatever differs in what is of no account to them. */
static void
neighbours_share_a_page(void **state)
{
	(void)state;
	begin();
	cpu_extended = 0;
	kernel.virtual = BASE + 0x100000; /* as AT, of 2 MiB */
	kernel.paddr = 0x400000;
	kernel.size = 0x200000;
	kernel.segment_count = 2;
	kernel.segment[0] =
	    (struct limine_segment){ kernel.virtual, 0x1000, 4 };
	kernel.segment[1] =
	    (struct limine_segment){ kernel.virtual + 0x1000, 0x1ff000, 5 };
	memset(memory + kernel.paddr, 0, kernel.size);
	assert_true(write());
	assert_int_equal(maps(kernel.virtual, kernel.paddr), 0xe1);
	begin(); /* USABLE, and EXECUTABLE in the middle of 2 MiB */
	add_module(0x401000, PAGE, NULL);
	assert_true(write());
	assert_int_equal(maps(HHDM + 0x400000, 0x400000), 0xe3);
	begin(); /* with a gap */
	assert_true(memmap_merge(&view.map, 0x401000, 0x401fff, RESERVED));
	assert_true(write());
	assert_int_equal(maps(HHDM + 0x400000, 0x400000), 0x63);
	assert_int_equal(maps(HHDM + 0x401000, 0), 0);
	assert_int_equal(maps(HHDM + 0x402000, 0x402000), 0x63);
	begin(); /* up to 64 TiB */
	assert_true(memmap_merge(
	    &view.map, (1ull << 46) - PAGE, (1ull << 46) + PAGE - 1, RAM));
	assert_true(write());
	assert_int_equal(
	    maps(HHDM + (1ull << 46) - PAGE, (1ull << 46) - PAGE), 0x63);
	assert_int_equal(maps(HHDM + (1ull << 46), 0), 0);
}

/* How much memory the loader has. */
static uint64_t
reclaimable(void)
{
	struct memmap_range r;
	uint32_t cursor = 0;
	uint64_t bytes = 0;

	while (memmap_next(&view.map, &cursor, &r))
		if (r.type == LIMINE_RECLAIM)
			bytes += r.last - r.first + 1;
	return bytes;
}

/* The entry for memory of this address in the direct map, with these types
 * above 4 GiB: RAM from 5 on, reserved from 6 on, NVS from 7 on. */
static void
in_revision(uint64_t revision)
{
	begin();
	tag(0, revision);
	ask(64, SCREEN, 0, 0, 0);
	screen =
	    (struct video){ .paddr = 0xfd001000, .pitch = 4096, .height = 513 };
	cpu_extended |= HUGE;
	memmap_merge(&view.map, 5 * GIB, 6 * GIB - 1, RAM);
	memmap_merge(&view.map, 6 * GIB, 7 * GIB - 1, RESERVED);
	memmap_merge(&view.map, 7 * GIB, 7 * GIB + 5000, MEMMAP_ACPI_NVS);
	memmap_merge(&view.map, 1ull << 50, UINT64_MAX, RESERVED);
	assert_true(write());
}

static void
memory_is_mapped_by_revision(void **state)
{
	uint64_t revision, low, base, pages;

	(void)state;
	for (revision = 0; revision <= 3; revision++) {
		in_revision(revision);
		low = revision < 3 ? 0xe3 : 0;
		assert_int_equal(maps(HHDM, 0), low);
		assert_int_equal(maps(HHDM + 3 * GIB, 3 * GIB), low);
		assert_int_equal(maps(HHDM + 4 * GIB, 4 * GIB), 0);
		for (base = HHDM;; base = 0) {
			assert_int_equal(maps(base + AT, AT) & 3, 3);
			assert_int_equal(maps(base + 5 * GIB, 5 * GIB), 0xe3);
			assert_int_equal(maps(base + 6 * GIB, 6 * GIB),
			    revision == 0 ? 0xe3 : 0);
			assert_int_equal(
			    maps(base + 7 * GIB + 0x1000, 7 * GIB + 0x1000),
			    revision < 3 ? 0x63 : 0);
			assert_int_equal(maps(base + 7 * GIB + 0x2000, 0), 0);
			assert_int_equal(
			    maps(base + 0xfd001000, 0xfd001000), 0xeb);
			assert_int_equal(
			    maps(base + 0xfd200000, 0xfd200000), 0xeb);
			assert_int_equal(maps(base + 0xfd000000, 0xfd000000),
			    revision < 3 ? 0x63 : 0);
			assert_int_equal(maps(base + 0xfd202000, 0xfd202000),
			    revision < 3 ? 0x63 : 0);
			if (revision > 0 || base == 0)
				break;
		}
		assert_int_equal(
		    maps(0x1000, 0x1000), revision == 0 ? 0x63 : 0);
		assert_int_equal(maps(0, 0), 0);
	}
	begin();
	ask(64, SCREEN, 0, 0, 0);
	screen =
	    (struct video){ .paddr = 0xfd000000, .pitch = 4096, .height = 512 };
	assert_true(write());
	assert_int_equal(maps(HHDM + 0xfd1fffff, 0xfd1fffff), 0x10eb);
	begin();
	cpu_features = 0; /* no PAT */
	tag(0, 2);
	assert_true(write());
	assert_int_equal(maps(HHDM + 0xfd1fffff, 0xfd1fffff), 0xe3);
	for (pages = 0, base = 0; base < 2; base++) {
		begin();
		cpu_features = 0;
		cpu_extended |= HUGE;
		tag(0, 2);
		if (base == 1) /* of no account to the pages then */
			ask(64, SCREEN, 0, 0, 0);
		screen = (struct video){
			.paddr = 0xfd000000, .pitch = 4096, .height = 512
		};
		assert_true(write());
		assert_true(base == 0 || reclaimable() == pages);
		pages = reclaimable();
	}
}

/* ---- the clock */

static int64_t
clock_at(const char *hex)
{
	static const int order[] = { CMOS_CENTURY, CMOS_YEAR, CMOS_MONTH,
		CMOS_DAY, CMOS_HOURS, CMOS_MINUTES, CMOS_SECONDS, CMOS_STATUS };
	unsigned i, value;

	for (i = 0; i < COUNT(order); i++) {
		sscanf(hex + 3 * i, "%x", &value);
		cmos[order[i]] = (unsigned char)value;
	}
	return limine_seconds(cmos);
}

static void
the_date(void **state)
{
	const uint64_t *request;

	(void)state;
	assert_int_equal(clock_at("20 26 11 27 06 15 59 02"), 1795760159);
	assert_int_equal(clock_at("14 1a 0b 1b 06 0f 3b 06"), 1795760159);
	assert_int_equal(clock_at("20 26 11 27 86 15 59 00"), 1795803359);
	assert_int_equal(clock_at("20 26 11 27 12 15 59 00"), 1795738559);
	assert_int_equal(clock_at("20 26 11 27 92 15 59 00"), 1795781759);
	assert_int_equal(clock_at("00 00 02 29 00 00 00 02"), 951782400);
	assert_int_equal(clock_at("20 00 03 01 00 00 00 02"), 951868800);
	assert_int_equal(clock_at("ff 99 12 31 23 59 59 02"), 4102444799);
	assert_int_equal(clock_at("21 00 03 01 00 00 00 02"), 4107542400);
	assert_int_equal(clock_at("30 26 11 27 06 15 59 02"), 1795760159);
	assert_int_equal(clock_at("29 26 11 27 06 15 59 02"), 30196995359);
	assert_int_equal(clock_at("20 26 13 27 06 15 59 02"), -1);
	assert_int_equal(clock_at("20 26 00 27 06 15 59 02"), -1);
	assert_int_equal(clock_at("20 26 11 32 06 15 59 02"), -1);
	assert_int_equal(clock_at("20 26 11 27 24 15 59 02"), -1);
	assert_int_equal(clock_at("20 26 11 27 00 15 59 00"), -1);
	assert_int_equal(clock_at("20 26 11 27 06 60 59 02"), -1);
	assert_int_equal(clock_at("20 26 11 27 06 15 1a 02"), -1);
	begin();
	request = ask(64, DATE, 0, 0, 0);
	assert_true(write());
	assert_int_equal(request[5], 0);
	begin();
	request = ask(64, DATE, 0, 0, 0);
	clock_at("20 26 11 27 06 15 59 02");
	assert_true(write());
	assert_int_equal(answer(request)[1], 1795760159);
}

static const struct CMUnitTest tests[] = {
	SMALL(a_kernel_has_its_place),
	SMALL(requests_are_found_where_they_are),
	SMALL(markers_count),
	SMALL(the_end_of_the_image),
	SMALL(one_of_a_kind),
	SMALL(base_revisions),
	SMALL(modules_have_pages_of_their_own),
	SMALL(no_room_for_a_copy),
	SMALL(no_room_in_the_map),
	SMALL(internal_modules_come_first),
	SMALL(internal_modules_are_found_by_path),
	SMALL(what_is_wrong_with_internal_modules),
	SMALL(the_map_is_sorted_and_whole),
	SMALL(the_stack_is_large_enough),
	SMALL(words),
	SMALL(no_room),
	SMALL(a_frame_buffer),
	SMALL(segments_have_their_rights),
	SMALL(neighbours_share_a_page),
	SMALL(memory_is_mapped_by_revision),
	SMALL(the_date),
};

MAIN("limine")
