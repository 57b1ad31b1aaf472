/* SPDX-License-Identifier: BSD-2-Clause */
/* The room video on a machine whose ports are made up here. */
#include "unit.h"

/* Its warnings are noted, and its RAM is no memory's. */
static void note_warning(
    struct boot_view *v, enum pvh_code code, uint32_t index, uint64_t value);
#define pvh_warn note_warning
#define ram_take take_ram
#include "arch/pvh/video/bochs.c"
#include "arch/pvh/video/pci.c"
#include "arch/pvh/video/ramfb.c"
#include "arch/pvh/video/video.c"

#define FUNCTION  0x4b /* device 9, function 3 */
#define REGS_AT   0xfebf0000
#define MEMORY_AT 0xfd000000
#define RAMFB_AT  0x300000 /* up to the end of RAM */
#define ANY_MODE  ((struct video_mode){ 0, 0, 0 })

/* The machine: a PCI bus, and a fw_cfg with files. */
static bool pci, dma, dma_fails, xen;
static uint32_t pci_address, functions[PCI_FUNCTIONS][8], writes;
static struct file files[3];
static uint32_t file_count, position, taken;
static uint16_t selected;
static struct ramfb placed;

static struct pvh_defect warnings[4];
static uint32_t warning_count;

static void
note_warning(
    struct boot_view *v, enum pvh_code code, uint32_t index, uint64_t value)
{
	(void)v;
	assert_true(warning_count < COUNT(warnings));
	warnings[warning_count++] = (struct pvh_defect){ code, index, value };
}

uint64_t
take_ram(struct boot_view *v, uint64_t size, uint32_t type, struct extent avoid)
{
	(void)v;
	assert_int_equal(type, MEMMAP_RESERVED);
	assert_int_equal(avoid.end, 0);
	assert_int_equal(size % PAGE, 0);
	taken++;
	return size <= WINDOW - RAMFB_AT ? RAMFB_AT : 0;
}

bool
xen_present(void)
{
	return xen;
}

uint32_t
inl(uint16_t port)
{
	uint32_t function = pci_address >> 8 & 0xff, word;

	switch (port) {
	case 0xcf8:
		return pci ? pci_address : UINT32_MAX;
	case 0xcfc:
		assert_int_equal(pci_address & 0xffff0003, 0x80000000);
		word = (pci_address & 0xff) / 4;
		return functions[function][0] != 0 ? functions[function][word]
						   : UINT32_MAX;
	case 0x514:
		return dma ? 0x554d4551 : UINT32_MAX;
	}
	fail();
	return 0;
}

/* As fw_cfg.rst has it: the directory is file 0x19, and files[i] is 0x20 + i.
 */
static void
do_transfer(uint32_t paddr)
{
	struct fw_cfg *cfg =
	    (struct fw_cfg *)(view.arena.base + (paddr - ARENA_AT));
	uint32_t control = __builtin_bswap32(cfg->control);
	uint32_t length = __builtin_bswap32(cfg->length);
	unsigned char directory[4 + sizeof(files)] = { 0 };

	assert_int_equal(__builtin_bswap64(cfg->paddr), paddr + 16);
	directory[2] = (unsigned char)(file_count >> 8);
	directory[3] = (unsigned char)file_count;
	memcpy(directory + 4, files, sizeof(files));
	if ((control & 8) != 0) {
		selected = (uint16_t)(control >> 16);
		position = 0;
	}
	cfg->control = 0;
	if ((control & 2) != 0) {
		assert_int_equal(selected, 0x19);
		memset(&cfg->data, 0, length);
		if (position + length <= sizeof(directory))
			memcpy(&cfg->data, directory + position, length);
		position += length;
	} else {
		assert_int_equal(control & 0xffff, 0x18);
		assert_int_equal(length, 28);
		memcpy(&placed, &cfg->data, length);
		if (dma_fails)
			cfg->control = __builtin_bswap32(1);
	}
}

void
outl(uint16_t port, uint32_t value)
{
	writes++;
	if (port == 0xcf8)
		pci_address = value;
	else if (port == 0x518)
		do_transfer(__builtin_bswap32(value));
	else
		fail();
}

static uint16_t *
dispi(void)
{
	return (uint16_t *)(memory + REGS_AT + 0x500);
}

static uint32_t *
vga(void)
{
	return functions[FUNCTION];
}

static void
add_file(const char *name, uint32_t size)
{
	struct file *file = &files[file_count];

	file->size = __builtin_bswap32(size);
	file->key = __builtin_bswap16((uint16_t)(0x20 + file_count));
	memcpy(file->name, name, strlen(name));
	file_count++;
}

/* One with a VGA of 16 MiB, and with a ramfb. */
static int
new_video(void **state)
{
	new_big(state);
	open_memory(REGS_AT, 0x1000);
	open_memory(MEMORY_AT, 16 * MIB);
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 0, WINDOW - 1, MEMMAP_RAM));
	view.cmdline = NULL;
	memset(functions, 0, sizeof(functions));
	functions[0][0] = 0x12378086;
	functions[FUNCTION & ~7][0] = 0x10001af4;
	vga()[0] = 0x11111234;
	vga()[1] = 0x3;
	vga()[4] = MEMORY_AT | 8;
	vga()[6] = REGS_AT;
	dispi()[0] = 0xb0c5;
	dispi()[10] = 256;
	memset(files, 0, sizeof(files));
	file_count = 0;
	add_file("etc/ramfb-other", 28);
	add_file("etc/ramfb", 28);
	pci = dma = true;
	dma_fails = xen = false;
	pci_address = writes = taken = warning_count = 0;
	return 0;
}
#define VIDEO(test) cmocka_unit_test_setup_teardown(test, new_video, no_machine)

static struct video video;

static void
assert_mode(uint64_t paddr, uint32_t width, uint32_t height, uint32_t bpp)
{
	assert_int_equal(video.paddr, paddr);
	assert_int_equal(video.width, width);
	assert_int_equal(video.height, height);
	assert_int_equal(video.bpp, bpp);
	assert_int_equal(video.pitch, width * bpp / 8);
	assert_int_equal(video.red_size, bpp == 16 ? 5 : 8);
	assert_int_equal(video.red_shift, bpp == 16 ? 11 : 16);
	assert_int_equal(video.green_size, bpp == 16 ? 6 : 8);
	assert_int_equal(video.green_shift, bpp == 16 ? 5 : 8);
	assert_int_equal(video.blue_size, bpp == 16 ? 5 : 8);
	assert_int_equal(video.blue_shift, 0);
}

static void
assert_warned(enum pvh_code code, uint32_t index, uint64_t value)
{
	assert_true(warning_count > 0);
	assert_int_equal(warnings[0].code, code);
	assert_int_equal(warnings[0].index, index);
	assert_int_equal(warnings[0].value, value);
	warning_count--;
	memmove(warnings, warnings + 1, sizeof(warnings) - sizeof(*warnings));
}

static void
the_vga_gets_the_default_mode(void **state)
{
	(void)state;
	dispi()[4] = dispi()[8] = dispi()[9] = 0xffff;
	assert_true(video_open(&view, ANY_MODE, &video));
	assert_mode(MEMORY_AT, 1024, 768, 32);
	assert_int_equal(dispi()[1], 1024);
	assert_int_equal(dispi()[2], 768);
	assert_int_equal(dispi()[3], 32);
	assert_int_equal(dispi()[4], 0x41);
	assert_int_equal(dispi()[6], 1024);
	assert_int_equal(dispi()[8], 0);
	assert_int_equal(dispi()[9], 0);
	assert_int_equal(memory[REGS_AT + 0x400], 0x20);
	assert_int_equal(warning_count, 0);
	assert_int_equal(taken, 0);
}

static void
ramfb_gets_it_where_there_is_no_vga(void **state)
{
	(void)state;
	pci = false;
	memory[RAMFB_AT] = memory[WINDOW - 1] = 1;
	assert_true(video_open(&view, ANY_MODE, &video));
	assert_mode(RAMFB_AT, 1024, 768, 32);
	assert_int_equal(selected, 0x21);
	assert_int_equal(__builtin_bswap64(placed.paddr), RAMFB_AT);
	assert_memory_equal(&placed.format, "42RX", 4);
	assert_int_equal(placed.flags, 0);
	assert_int_equal(__builtin_bswap32(placed.width), 1024);
	assert_int_equal(__builtin_bswap32(placed.height), 768);
	assert_int_equal(__builtin_bswap32(placed.pitch), 4096);
	assert_int_equal(memory[RAMFB_AT] | memory[WINDOW - 1], 0);
	assert_int_equal(taken, 1);
	assert_int_equal(warning_count, 0);
}

static void
without_a_device_no_port_is_written(void **state)
{
	(void)state;
	pci = dma = false;
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_NONE, 0, 0);
	assert_int_equal(warning_count, 0);
	assert_int_equal(writes, 0);
	dma = xen = true; /* the machine's fw_cfg, not the domain's */
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_NONE, 0, 0);
	assert_int_equal(writes, 0);
}

static void
a_fw_cfg_without_ramfb_is_none(void **state)
{
	(void)state;
	pci = false;
	files[1].size = __builtin_bswap32(27);
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_NONE, 0, 0);
	files[1].size = __builtin_bswap32(28);
	file_count = 0x4001;
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_NONE, 0, 0);
	new_arena(8);
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_NONE, 0, 0);
}

/* The words, and the mode that is set, or the byte of the word in question. */
static const struct {
	const char *words;
	uint32_t width, height, bpp, byte;
} lines[] = {
	{ "", 640, 480, 16, 0 },
	{ "video=800x600", 800, 600, 16, 0 },
	{ " a video=800x600x32\tb", 800, 600, 32, 0 },
	{ "video=640x480 video=800x600", 800, 600, 16, 0 },
	{ "video=640x480x32 video=800x600", 800, 600, 16, 0 },
	{ "avideo=800x600 Video=1x1 vide video", 640, 480, 16, 0 },
	{ "a video=", 640, 480, 16, 2 },
	{ "a video=800", 640, 480, 16, 2 },
	{ "a video=800x", 640, 480, 16, 2 },
	{ "a video=800x600x", 640, 480, 16, 2 },
	{ "a video=800x600x32x", 640, 480, 16, 2 },
	{ "a video=x600", 640, 480, 16, 2 },
	{ "a video=800x600@60", 640, 480, 16, 2 },
	{ "a video=4294968096x600", 640, 480, 16, 2 },
};

static void
the_command_line_names_a_mode(void **state)
{
	const struct video_mode wanted = { 640, 480, 16 };
	char words[64];
	uint32_t i;

	for (i = 0; i < COUNT(lines); i++) {
		(void)no_machine(state);
		(void)new_video(state);
		strcpy(words, lines[i].words);
		view.cmdline = words;
		assert_true(video_open(&view, wanted, &video));
		assert_mode(
		    MEMORY_AT, lines[i].width, lines[i].height, lines[i].bpp);
		if (lines[i].byte != 0)
			assert_warned(PVH_VIDEO_WORD, lines[i].byte, 0);
		assert_int_equal(warning_count, 0);
		assert_string_equal(words, lines[i].words);
	}
}

/* Modes that cannot be set, on the VGA and on ramfb; the value that is wrong.
 */
static const struct {
	bool vga;
	struct video_mode mode;
	enum pvh_code code;
	uint32_t index;
	uint64_t value;
} refused[] = {
	{ true, { 56, 64, 32 }, PVH_VIDEO_WIDTH, 56, 0 },
	{ true, { 801, 600, 32 }, PVH_VIDEO_WIDTH, 801, 0 },
	{ true, { 16008, 64, 32 }, PVH_VIDEO_WIDTH, 16008, 0 },
	{ true, { 64, 63, 32 }, PVH_VIDEO_HEIGHT, 63, 0 },
	{ true, { 64, 12001, 32 }, PVH_VIDEO_HEIGHT, 12001, 0 },
	{ true, { 640, 480, 24 }, PVH_VIDEO_DEPTH, 24, 0 },
	{ true, { 640, 480, 8 }, PVH_VIDEO_DEPTH, 8, 0 },
	{ false, { 640, 480, 16 }, PVH_VIDEO_DEPTH, 16, 0 },
	{ true, { 16000, 12000, 32 }, PVH_VIDEO_ROOM, 16000, 768000000 },
	{ true, { 2048, 2049, 32 }, PVH_VIDEO_ROOM, 2048, 0x1002000 },
	{ false, { 1024, 776, 32 }, PVH_VIDEO_ROOM, 1024, 0x308000 },
};

static void
a_mode_that_cannot_be_set_is_named(void **state)
{
	uint32_t i;

	(void)state;
	for (i = 0; i < COUNT(refused); i++) {
		pci = refused[i].vga;
		assert_true(video_open(&view, refused[i].mode, &video));
		assert_int_equal(warnings[0].code, refused[i].code);
		assert_int_equal(warnings[0].index, refused[i].index);
		if (refused[i].code == PVH_VIDEO_ROOM)
			assert_int_equal(warnings[0].value, refused[i].value);
		assert_int_equal(warning_count, 1);
		warning_count = 0;
		assert_int_equal(video.width, 1024);
	}
	pci = true;
	assert_true(
	    video_open(&view, (struct video_mode){ 2048, 2048, 32 }, &video));
	assert_mode(MEMORY_AT, 2048, 2048, 32);
	assert_true(
	    video_open(&view, (struct video_mode){ 64, 64, 16 }, &video));
	assert_mode(MEMORY_AT, 64, 64, 16);
	assert_int_equal(warning_count, 0);
}

static void
a_device_that_refuses_all_is_none(void **state)
{
	(void)state;
	dispi()[10] = 47;
	assert_false(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_DEFAULT, 0, 0);
	assert_int_equal(warning_count, 0);
	dispi()[10] = 48;
	assert_true(video_open(&view, ANY_MODE, &video));
	pci = false;
	dma_fails = true;
	assert_false(
	    video_open(&view, (struct video_mode){ 640, 0, 0 }, &video));
	assert_warned(PVH_VIDEO_REFUSED, 640, 640 * 768 * 4);
	assert_warned(PVH_VIDEO_DEFAULT, 0, 0);
}

/* What PCI may answer, and what is wrong with it. */
static const struct {
	uint32_t word, value;
	enum pvh_code code;
	uint32_t index;
} odd[] = {
	{ 1, 0x1, PVH_VIDEO_OFF, 0 },
	{ 6, 0, PVH_VIDEO_BAR, 2 },
	{ 6, REGS_AT | 1, PVH_VIDEO_BAR, 2 },
	{ 6, REGS_AT | 4, PVH_VIDEO_BAR, 2 },    /* word 7 is 1 */
	{ 6, 0x100000, PVH_VIDEO_BAR, 2 },       /* RAM */
	{ 6, WINDOW - 0x800, PVH_VIDEO_BAR, 2 }, /* half of it */
	{ 6, DOOR_START, PVH_VIDEO_BAR, 2 },
	{ 6, 0xfffff800, PVH_VIDEO_BAR, 2 },
	{ 6, MEMORY_AT, PVH_VIDEO_ID, 0 },
	{ 4, 0, PVH_VIDEO_BAR, 0 },
	{ 4, MEMORY_AT | 1, PVH_VIDEO_BAR, 0 },
	{ 4, MEMORY_AT | 12, PVH_VIDEO_BAR, 0 }, /* word 5 is 1 */
	{ 4, 0x500000, PVH_VIDEO_BAR, 0 },
	{ 4, 0xff800000, PVH_VIDEO_BAR, 0 },
};

static void
what_pci_answers_is_not_believed(void **state)
{
	uint32_t i, own;

	(void)state;
	dma = false;
	vga()[5] = vga()[7] = 1;
	for (i = 0; i < COUNT(odd); i++) {
		own = vga()[odd[i].word];
		vga()[odd[i].word] = odd[i].value;
		assert_false(video_open(&view, ANY_MODE, &video));
		assert_warned(odd[i].code, odd[i].index,
		    odd[i].code == PVH_VIDEO_ID ? 0 : odd[i].value);
		assert_warned(PVH_VIDEO_NONE, 0, 0);
		vga()[odd[i].word] = own;
	}
	assert_true(video_open(&view, ANY_MODE, &video));
	assert_int_equal(warning_count, 0);
}

static void
a_second_vga_serves_where_the_first_does_not(void **state)
{
	(void)state;
	memcpy(functions[0x80], vga(), sizeof(functions[0]));
	vga()[6] = 0;
	assert_true(video_open(&view, ANY_MODE, &video));
	assert_warned(PVH_VIDEO_BAR, 2, 0);
	assert_mode(MEMORY_AT, 1024, 768, 32);
}

/* The map says reserved, or nothing, where a device is; no other type. */
static void
a_device_has_no_type_but_reserved(void **state)
{
	uint32_t type;

	(void)state;
	dma = false;
	for (type = MEMMAP_ACPI_RECLAIM; type < 9; type++) {
		assert_true(memmap_merge(&view.map, MEMORY_AT + 16 * MIB - 1,
		    MEMORY_AT + 16 * MIB, type));
		assert_false(video_open(&view, ANY_MODE, &video));
		assert_warned(PVH_VIDEO_BAR, 0, MEMORY_AT | 8);
		assert_warned(PVH_VIDEO_NONE, 0, 0);
		memmap_clear(&view.map);
	}
	assert_true(
	    memmap_merge(&view.map, MEMORY_AT, MEMORY_AT + 1, MEMMAP_RESERVED));
	assert_true(memmap_merge(&view.map, 0, MEMORY_AT - 1, MEMMAP_UNUSABLE));
	assert_true(video_open(&view, ANY_MODE, &video));
}

static const struct CMUnitTest tests[] = {
	VIDEO(the_vga_gets_the_default_mode),
	VIDEO(ramfb_gets_it_where_there_is_no_vga),
	VIDEO(without_a_device_no_port_is_written),
	VIDEO(a_fw_cfg_without_ramfb_is_none),
	VIDEO(the_command_line_names_a_mode),
	VIDEO(a_mode_that_cannot_be_set_is_named),
	VIDEO(a_device_that_refuses_all_is_none),
	VIDEO(what_pci_answers_is_not_believed),
	VIDEO(a_second_vga_serves_where_the_first_does_not),
	VIDEO(a_device_has_no_type_but_reserved),
};

MAIN("video")
