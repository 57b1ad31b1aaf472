/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Multiboot formats: an input says how large the arena is, what the map and
 * the modules are, and ends with the bytes in which the kernel's header is
 * looked for; the RSDP has some of them, too. Either the boot ends with a
 * defect of the format, or all that a kernel would read lies in the arena and
 * is what the view has; modules arrive whole, and the map is as it was.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "guest.h"
#include "multiboot.h"

#define SIZE     (2 * MIB)
#define IMAGE    (MIB + 0x8000)
#define IMAGE_1  (MIB + 0xf000)
#define RSDP_AT  0x8003
#define RSDP_END (SIZE - 40) /* some lengths go beyond */
#define SCREEN   0x5a5a5a5a5a5a5a5aull
#define WORDS    "words  of \"the\" kernel"

static struct boot_view v;
/*
 * 1: ELF sections, 2: a frame buffer, 4: no RAM above the kernel, 8: the RSDP
 * is none, 16: it is at the end of memory, 32: there are too many ELF sections
 */
static uint8_t flags;
static uint64_t rsdp_at;
static unsigned char ram[SIZE] __attribute__((aligned(4096)));
static unsigned char was[SIZE];
static struct boot_module before[BOOT_MODULES];
static const char sections[] = "section headers";
static const uint8_t *input;
static size_t left;

bool
video_open(
    struct boot_view *view, struct video_mode wanted, struct video *video)
{
	(void)wanted;
	CHECK(view == &v);
	memset(video, 0x5a, sizeof(*video));
	return (flags & 2) != 0;
}

/* The next bytes of the input, then zeroes. */
static uint64_t
next(unsigned bytes)
{
	uint64_t value = 0;
	unsigned i;

	for (i = 0; i < bytes && left > 0; i++, left--)
		value |= (uint64_t)*input++ << (8 * i);
	return value;
}

static void
fill_view(void)
{
	static char words[] = WORDS;
	uint64_t first, n = next(1) % 8, i, room = next(2);
	struct boot_module *m = v.module;

	flags = next(1);
	memset(&v, 0xa5, sizeof(v));
	v.mem = (struct physmem){ (uintptr_t)ram, SIZE, { IMAGE, IMAGE_1 } };
	v.kernel = v.image = (struct extent){ IMAGE, IMAGE_1 };
	v.warned = 0;
	warning_count = 0;
	v.defect.code = PVH_OK;
	v.cmdline = (room & 1) != 0 ? words : NULL;
	rsdp_at = (flags & 16) != 0 ? RSDP_END : RSDP_AT;
	v.rsdp = (room & 2) != 0 ? rsdp_at : 0;
	room = (room & 4) != 0 ? room / 8 * 8 : BOOT_ARENA;
	v.arena = (struct arena){ malloc(room), IMAGE, room, 0 };
	CHECK(v.arena.base != NULL);
	memmap_clear(&v.map);
	CHECK(memmap_merge(&v.map, 0, SIZE - 1, MEMMAP_RAM));
	for (i = 0; i < n; i++) {
		first = next(6);
		CHECK(
		    memmap_merge(&v.map, first, first + next(5), next(1) % 16));
	}
	v.module_count = next(1) % 8;
	for (i = 0; i < v.module_count; i++, m++) {
		m->paddr = next(3) % SIZE;
		m->size = next(2);
		m->index = i;
		m->cmdline = (m->size & 1) != 0 ? words : NULL;
		if (m->paddr == 0)
			m->paddr = 4 * GIB + 1;
		else if (m->size > SIZE - m->paddr ||
		    overlaps(m->paddr, m->size, v.image))
			m->size = 0;
	}
	memcpy(before, v.module, sizeof(before));
}

static void
fill_ram(void)
{
	uint64_t i;

	for (i = 0; i < SIZE && memory == NULL; i++)
		was[i] = (unsigned char)(i * 7 + (i >> 8));
	memory = ram;
	memcpy(ram, was, SIZE);
	memset(ram + rsdp_at, 0, 40);
	memcpy(ram + rsdp_at, (flags & 8) == 0 ? "RSD PTR " : "RSD_PTR ", 8);
	memcpy(ram + rsdp_at + 8, input, left < 32 ? left : 32);
	memcpy(was, ram, SIZE);
}

static const char *
arena_at(uint64_t paddr, uint64_t size)
{
	CHECK(paddr >= IMAGE && paddr - IMAGE <= v.arena.used &&
	    size <= v.arena.used - (paddr - IMAGE));
	return v.arena.base + (paddr - IMAGE);
}

static void
check_string(uint64_t paddr, const char *expected)
{
	if (expected == NULL)
		expected = "";
	CHECK(strcmp(arena_at(paddr, strlen(expected) + 1), expected) == 0);
}

static void
check_module(
    uint32_t i, uint32_t start, uint32_t end, uint64_t string, bool aligned)
{
	const struct boot_module *m = &before[i];

	CHECK(end - start == m->size && start <= end && i < v.module_count);
	check_string(string, m->cmdline);
	if (m->size == 0)
		return;
	CHECK(!aligned || start % PAGE == 0);
	CHECK(end <= SIZE && !overlaps(start, m->size, v.image));
	if (m->paddr < SIZE)
		CHECK(memcmp(ram + start, was + m->paddr, m->size) == 0);
}

/* Compares the nth range of the information with the map. */
static void
check_range(uint32_t n, uint64_t base, uint64_t length, uint32_t type)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	do
		CHECK(memmap_next(&v.map, &cursor, &r));
	while (n-- > 0);
	CHECK(base == r.first && type == r.type);
	CHECK(length == r.last - r.first + 1);
}

/* All of these KiB are RAM, and not all of one more. */
static void
check_memory(uint64_t lower, uint64_t upper)
{
	CHECK(lower == 0 || memmap_is(&v.map, 0, lower * KIB - 1, RAM));
	CHECK(upper == 0 || memmap_is(&v.map, MIB, MIB + upper * KIB - 1, RAM));
	CHECK(lower <= 640 &&
	    (lower == 640 ||
		!memmap_is(&v.map, 0, (lower + 1) * KIB - 1, RAM)));
	CHECK(upper == UINT32_MAX ||
	    !memmap_is(&v.map, MIB, MIB + (upper + 1) * KIB - 1, RAM));
}

static void
check_1(const struct multiboot_kernel *k, uint64_t at)
{
	const struct mb1_info *info = (const void *)arena_at(at, 116);
	const struct mb1_header *h = (const void *)k->header;
	const struct mb1_module *m = (const void *)arena_at(
	    info->mods_addr, info->mods_count * sizeof(*m));
	const struct mb1_range *r =
	    (const void *)arena_at(info->mmap_addr, info->mmap_length);
	uint32_t i;

	CHECK((info->flags & ~0x1020u) == 0x24d);
	CHECK((info->flags & 0x20) == (flags & 1) << 5);
	CHECK((info->flags & 0x1000) == 0 || info->screen.addr == SCREEN);
	CHECK(info->mods_count == v.module_count);
	if ((flags & 1) != 0)
		check_string(info->elf_addr, sections);
	check_string(info->cmdline, v.cmdline);
	check_string(info->boot_loader_name, "fuzz");
	for (i = 0; i < info->mods_count; i++)
		check_module(i, m[i].start, m[i].end, m[i].string,
		    h != NULL && (h->flags & 1) != 0);
	for (i = 0; i < info->mmap_length / sizeof(*r); i++)
		check_range(i, r[i].base, r[i].length, r[i].type);
	check_memory(info->mem_lower, info->mem_upper);
}

static void
check_2(uint64_t at)
{
	const struct mb2_info *info = (const void *)arena_at(at, 8);
	uint64_t end = at + info->total_size, modules = 0, size;
	const struct mb2_info_tag *tag;
	const struct mb2_range *r;
	uint32_t i;

	CHECK(at % 8 == 0 && end == IMAGE + v.arena.used);
	for (at += 8;; at += (tag->size + 7) / 8 * 8) {
		tag = (const void *)arena_at(at, 8);
		arena_at(at, tag->size);
		size = tag->size;
		switch (tag->type) {
		case 0:
			CHECK(size == 8 && at + 8 == end);
			CHECK(modules == v.module_count);
			return;
		case 1:
			check_string(at + 8, v.cmdline);
			break;
		case 2:
			check_string(at + 8, "fuzz");
			break;
		case 3:
			check_module(modules++, tag->word[0], tag->word[1],
			    at + 16, false);
			break;
		case 4:
			check_memory(tag->word[0], tag->word[1]);
			break;
		case 6:
			r = (const void *)&tag->word[2];
			CHECK((size - 16) % 24 == 0 && tag->word[0] == 24);
			for (i = 0; i < (size - 16) / 24; i++)
				check_range(
				    i, r[i].base, r[i].length, r[i].type);
			break;
		case 9:
			CHECK((flags & 1) != 0);
			check_string(at + 20, sections);
			break;
		case 14:
		case 15:
			CHECK((flags & 8) == 0);
			CHECK(size >= (tag->type == 14 ? 28 : 44));
			CHECK(memcmp(tag->word, ram + rsdp_at, size - 8) == 0);
			break;
		default:
			CHECK(tag->type == 21 || tag->type == 8);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct multiboot_kernel k;
	struct native_args args;
	uint32_t version;
	char *bytes;

	input = data;
	left = size;
	version = 1 + next(1) % 2;
	memset(&k, 0, sizeof(k));
	k.version = version;
	k.loader = "fuzz";
	fill_view();
	k.section_count = (flags & 32) != 0 ? UINT32_MAX : 1;
	k.section_size = sizeof(sections);
	fill_ram();
	if ((flags & 1) != 0)
		k.sections = sections;
	k.extent =
	    (struct extent){ 0x150000, (flags & 4) != 0 ? SIZE : 0x150001 };
	bytes = malloc(left); /* the sanitizer sees every byte more */
	CHECK(bytes != NULL || left == 0);
	if (left > 0)
		memcpy(bytes, input, left);
	multiboot_find(&v, version, bytes, left, &k);
	CHECK(k.version == version);
	if (!multiboot_write(&v, &k, &args))
		CHECK(v.defect.code >= PVH_MULTIBOOT_FLAG &&
		    v.defect.code <= PVH_MULTIBOOT_FULL);
	else if (version == 1)
		check_1(&k, args.second);
	else
		check_2(args.second);
	free(bytes);
	free(v.arena.base);
	return 0;
}
