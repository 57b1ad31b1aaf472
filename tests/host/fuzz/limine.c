/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Limine room on any image. An input is a struct input, then the image,
 * word by word: one that begins with 0xfe in its upper byte stands for a word
 * of the protocol, or for an address in the image. Whatever it is, the kernel
 * is refused for a reason, or each response is where the kernel reaches it,
 * the map is sound, modules are complete, and the page tables lead there.
 */
#include <string.h>
#include <sys/mman.h>
#include "fuzz.h"
#include "guest.h"
#include "limine.h"
#include "stages.h"

#define AT      0x400000ull
#define BASE    0xffffffff80400000ull
#define HHDM    0xffff800000000000ull
#define MODULES 3
#define RANGES  4

struct input {
	uint8_t pages; /* of the image, less 1 */
	uint8_t flags;
	uint8_t module_count, range_count;
	uint32_t low; /* the end of RAM */
	struct __attribute__((packed)) {
		uint32_t paddr;
		uint16_t size;
	} module[MODULES];
	struct __attribute__((packed)) {
		uint32_t paddr;
		uint32_t size;
		uint8_t type;
	} range[RANGES];
	uint8_t segment[4][3]; /* page, pages, flags */
	uint8_t clock[8];
	uint16_t arena;
} __attribute__((packed));

static const uint64_t tokens[] = { 0xf9562b2d5c95a6c8, 0x6a7b384944536bdc,
	0xf6b8f4b39de7d1ae, 0xfab91a6940fcb9cf, 0x785c6ed015d3e316,
	0x181e920a7852b9d9, 0xadc0e0531bb10d03, 0x9572709f31764c62,
	0xc7b1dd30df4c8b88, 0x0a82e883a194f07b,
#define WORDS(name, id2, id3) id2, id3,
	LIMINE_REQUESTS(WORDS)
#undef WORDS
};

static struct limine_kernel kernel;
static struct native_args args;
static bool has_screen;

bool
video_open(struct boot_view *v, struct video_mode mode, struct video *video)
{
	CHECK(v == &view && mode.width == 0);
	*video = (struct video){ .paddr = 0xfd000000,
		.pitch = 4096,
		.width = 1024,
		.height = 768,
		.bpp = 32 };
	return has_screen;
}

static void
write_image(const uint8_t *data, size_t size)
{
	uint64_t *to = (uint64_t *)(memory + AT), word;
	size_t i;

	for (i = 0; i < size / 8 && i < kernel.size / 8; i++) {
		memcpy(&word, data + 8 * i, 8);
		if (word >> 56 == 0xfe && (word & 0x80) != 0)
			word = BASE + (word >> 8 & 0xffff);
		else if (word >> 56 == 0xfe)
			word = tokens[(word & 0x7f) % COUNT(tokens)];
		to[i] = word;
	}
}

static void
set_up(const struct input *in)
{
	static char lines[MODULES][8] = { "a b", "/boot/a", "" };
	uint32_t i;

	memmap_clear(&view.map);
	memmap_merge(&view.map, 0, 0x9fbff, RAM);
	memmap_merge(&view.map, MIB, MIB + in->low, RAM);
	for (i = 0; i < in->range_count % (RANGES + 1); i++)
		if (!overlaps(in->range[i].paddr, in->range[i].size + 1ull,
			(struct extent){ MIB, AT + 64 * PAGE }))
			memmap_merge(&view.map, in->range[i].paddr,
			    in->range[i].paddr + (uint64_t)in->range[i].size,
			    in->range[i].type == 0 ? RAM : in->range[i].type);
	view.module_count = in->module_count % (MODULES + 1);
	for (i = 0; i < view.module_count; i++) {
		view.module[i] = (struct boot_module){ .paddr =
							   in->module[i].paddr,
			.size = in->module[i].size,
			.cmdline = i < 2 || in->low % 2 != 0 ? lines[i] : NULL,
			.index = i };
		if (physmem_at(&view.mem, view.module[i].paddr,
			view.module[i].size) == NULL ||
		    overlaps(view.module[i].paddr, view.module[i].size,
			view.image)) /* modules_check() */
			view.module[i].paddr = 0x600000;
	}
	if (in->range_count > 200) /* leave few steps, or none */
		for (i = 0; i < MEMMAP_STEPS &&
		     view.map.count < MEMMAP_STEPS - in->arena % 8u;
		     i++)
			memmap_merge(&view.map, 8 * GIB + i * GIB,
			    8 * GIB + i * GIB + PAGE, RAM + i % 2);
	view.cmdline = NULL;
	view.rsdp = (in->flags & 1) != 0 ? 0xf0000 : 0;
	has_screen = (in->flags & 2) != 0;
	kernel = (struct limine_kernel){ .paddr = AT,
		.virtual = BASE + (in->pages > 250 ? in->low * PAGE : 0),
		.size = (in->pages % 64 + 1) * PAGE,
		.segment_count = 4,
		.cmdline = "x" };
	if (in->pages == 250)
		kernel.size = 0;
	else if (in->pages == 249)
		kernel.paddr = DOOR_START;
	else if (in->pages == 248)
		kernel.size += 8;
	for (i = 0; i < 4; i++)
		kernel.segment[i] = (struct limine_segment){ kernel.virtual +
			    in->segment[i][0] * PAGE,
			in->segment[i][1] * PAGE, in->segment[i][2] & 7 };
	machine_edx = (uint32_t)(in->flags & 0xc) << 18 |
	    (uint32_t)(in->flags & 0x10) << 22 | (in->flags & 0x20) << 11;
	if ((in->flags & 0x40) != 0) {
		kernel.file = in->module[2].paddr | 0x2000000;
		kernel.file_size = in->module[2].size;
		kernel.path = "/boot/k";
		kernel.cmdline = NULL;
	}
	if ((in->flags & 0x80) != 0)
		view.arena.size = in->arena / 8 * 8;
	for (i = 0; i < sizeof(in->clock); i++)
		machine_cmos[(uint8_t[]){ CMOS_CENTURY, CMOS_YEAR, CMOS_MONTH,
		    CMOS_DAY, CMOS_HOURS, CMOS_MINUTES, CMOS_SECONDS,
		    CMOS_STATUS }[i]] = in->clock[i];
}

/* Where an address leads, by the kernel's page tables; 0: nowhere. */
static uint64_t
walk(uint64_t virtual, uint64_t *bits)
{
	const struct limine_last *last = (void *)(memory + args.first);
	uint64_t table = last->root, mask, entry;
	int level;

	for (level = 3;; level--) {
		CHECK(table % PAGE == 0 && table != 0 && table < 4 * GIB);
		entry = ((uint64_t *)(memory +
		    table))[virtual >> (12 + 9 * level) & 511];
		if ((entry & 1) == 0)
			return 0;
		mask = (PAGE << (9 * level)) - 1;
		if (level == 0 || (entry & 0x80) != 0)
			break;
		table = entry & 0x000ffffffffff000;
	}
	*bits = entry;
	return (entry & 0x000ffffffffff000 & ~mask) | (virtual & mask);
}

static void
check_reached(uint64_t paddr, uint64_t size)
{
	uint64_t bits, at;

	for (at = paddr & ~(PAGE - 1); at < paddr + size; at += PAGE)
		CHECK(walk(HHDM + at, &bits) == at && (bits & 2) != 0 &&
		    bits >> 63 == 0);
}

/* A pointer to what a response's address has; it lies in the arena. */
static const uint64_t *
in_arena(uint64_t address, uint64_t size)
{
	const uint64_t offset = address - HHDM - ARENA_AT;

	CHECK(offset % 8 == 0 && offset < view.arena.used &&
	    size <= view.arena.used - offset);
	check_reached(ARENA_AT + offset, size);
	return (const uint64_t *)(view.arena.base + offset);
}

static void
check_map(const uint64_t *response)
{
	const uint64_t *list = in_arena(response[2], 8 * response[1]), *e;
	uint64_t i, top = 0;

	for (i = 0; i < response[1]; i++) {
		e = in_arena(list[i], 24);
		CHECK(e[0] >= top && e[1] != 0 && e[2] <= 7);
		top = e[0] + e[1];
		CHECK((e[2] != 0 && e[2] != 5) || (e[0] | e[1]) % PAGE == 0);
		CHECK(e[2] != 0 || e[0] >= PAGE);
	}
}

static void
check_image(void)
{
	uint64_t at, bits, i, want;

	for (at = 0; at < kernel.size; at += PAGE) {
		want = 0;
		for (i = 0; i < kernel.segment_count; i++)
			if (kernel.virtual + at >= kernel.segment[i].virtual &&
			    kernel.virtual + at - kernel.segment[i].virtual <
				kernel.segment[i].size)
				want |= kernel.segment[i].flags | 8;
		if (want == 0) {
			CHECK(walk(kernel.virtual + at, &bits) == 0);
			continue;
		}
		CHECK(walk(kernel.virtual + at, &bits) == AT + at);
		CHECK(((bits & 2) != 0) == ((want & 2) != 0));
		CHECK((want & 1) == 0 || bits >> 63 == 0);
	}
}

/* Each request that has an answer, of those that the kernel had as 0. */
static void
check_answers(const uint64_t *before)
{
	const uint64_t *image = (uint64_t *)(memory + AT), *response;
	uint64_t i, changed = 0;

	for (i = 0; i < kernel.size / 8; i++) {
		if (image[i] == before[i])
			continue;
		CHECK(++changed <= LIMINE_KINDS + 2);
		if (i < 5 || image[i - 5] != tokens[8] ||
		    image[i - 4] != tokens[9] || image[i - 1] == tokens[0] ||
		    image[i - 2] == tokens[0])
			continue; /* the base revision tag's */
		response = in_arena(image[i], 24);
		CHECK(response[0] <= 1);
		if (image[i - 3] == 0x67cf3d9d378a806f)
			check_map(response);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint64_t before[64 * PAGE / 8];
	static unsigned char content[MODULES][0x10000];
	bool apart[MODULES]; /* from the image, which changes */
	struct input in;
	uint32_t i;

	if (size < sizeof(in))
		return 0;
	memcpy(&in, data, sizeof(in));
	guest_load(NULL, 0);
	CHECK(mprotect(memory, KERNEL_START, PROT_READ | PROT_WRITE) == 0);
	CHECK(mprotect(memory + DOOR_END, 4 * GIB - DOOR_END,
		  PROT_READ | PROT_WRITE) == 0);
	set_up(&in);
	for (i = 0; i < view.module_count; i++)
		memset(memory + view.module[i].paddr, 'a' + (int)i,
		    view.module[i].paddr < MIB ? 0 : view.module[i].size);
	write_image(data + sizeof(in), size - sizeof(in));
	memcpy(before, memory + AT, kernel.size);
	for (i = 0; i < view.module_count; i++) {
		memcpy(content[i], memory + view.module[i].paddr,
		    view.module[i].size);
		apart[i] = !overlaps(view.module[i].paddr, view.module[i].size,
		    (struct extent){ AT, AT + kernel.size });
	}
	if (!limine_write(&view, &kernel, &args)) {
		CHECK(view.defect.code >= PVH_LIMINE_PLACE &&
		    view.defect.code <= PVH_LIMINE_REQUIRED);
		return 0;
	}
	check_answers(before);
	check_image();
	check_reached(args.first, PAGE);
	for (i = 0; i < view.module_count; i++) {
		CHECK(view.module[i].paddr % PAGE == 0);
		CHECK(!overlaps(view.module[i].paddr, view.module[i].size,
		    (struct extent){ AT, AT + kernel.size }));
		if (apart[i])
			CHECK(memcmp(content[i], memory + view.module[i].paddr,
				  view.module[i].size) == 0);
		if (view.map.count < 64)
			check_reached(view.module[i].paddr, 1);
	}
	return 0;
}
