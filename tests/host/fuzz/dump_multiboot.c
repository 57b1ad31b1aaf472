/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Both versions of Multiboot, as a kernel reads them. A case begins with struct
 * options.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "dump.h"
#include "guest.h"
#include "kern/crc32.h"
#include "multiboot.h"

static struct __attribute__((packed)) options {
	uint8_t version; /* 0: any */
	uint8_t has_screen;
	uint16_t sections;   /* ELF sections */
	uint32_t image_size; /* the bytes in which a header is looked for */
	uint32_t start, end; /* where a loader puts the kernel */
	uint32_t base;
	uint32_t arena; /* its size */
} options;

static struct video_mode wanted;
static bool was_asked;
static char sections[64 * 0x10000];

bool
video_open(struct boot_view *v, struct video_mode mode, struct video *video)
{
	CHECK(v == &view && !was_asked);
	wanted = mode;
	was_asked = true;
	*video = (struct video){ 0xfd000000, 4096, 1024, 768, 32, 8, 16, 8, 8,
		8, 0 };
	return options.has_screen != 0;
}

static const void *
in_arena(uint64_t paddr, uint64_t size)
{
	CHECK(paddr >= ARENA_AT && paddr - ARENA_AT <= view.arena.used &&
	    size <= view.arena.used - (paddr - ARENA_AT));
	return view.arena.base + (paddr - ARENA_AT);
}

static void
put_string(uint64_t paddr)
{
	const char *s = in_arena(paddr, 1);

	put_text(s, strlen(s));
}

static void
put_module(uint64_t start, uint64_t end, uint64_t string)
{
	CHECK(start <= end);
	printf("module %" PRIx64 " %" PRIx64 " ", start, end);
	put_string(string);
	printf(" %" PRIx32 "\n", crc32(memory + start, end - start));
}

static void
put_screen(const struct mb_screen *s, const struct mb_colours *c)
{
	printf("screen %" PRIx64 " %" PRIx32 " %" PRIx32 " %" PRIx32
	       " %x %x %x/%x %x/%x %x/%x\n",
	    s->addr, s->pitch, s->width, s->height, s->bpp, s->type,
	    c->red_shift, c->red_size, c->green_shift, c->green_size,
	    c->blue_shift, c->blue_size);
}

static void
put_range(uint64_t base, uint64_t length, uint32_t type)
{
	printf("map %" PRIx64 " %" PRIx64 " %" PRIx32 "\n", base, length, type);
}

static void
put_sections(uint32_t count, uint32_t size, uint32_t names, const void *data)
{
	printf("elf %" PRIx32 " %" PRIx32 " %" PRIx32 " %" PRIx32 "\n", count,
	    size, names, crc32(data, count * size));
}

static void
put_1(uint64_t at)
{
	const struct mb1_info *info = in_arena(at, sizeof(*info));
	const struct mb1_module *m =
	    in_arena(info->mods_addr, info->mods_count * sizeof(*m));
	const struct mb1_range *r =
	    in_arena(info->mmap_addr, info->mmap_length);
	uint32_t i;

	CHECK((info->flags & ~0x1020u) == 0x24d);
	CHECK(info->boot_device == 0 && info->drives_length == 0 &&
	    info->config_table == 0 && info->apm_table == 0 &&
	    info->vbe_control_info == 0 && info->vbe_mode == 0);
	printf("cmdline ");
	put_string(info->cmdline);
	printf("\nloader ");
	put_string(info->boot_loader_name);
	putchar('\n');
	for (i = 0; i < info->mods_count; i++)
		put_module(m[i].start, m[i].end, m[i].string);
	printf("memory %" PRIx32 " %" PRIx32 "\n", info->mem_lower,
	    info->mem_upper);
	for (i = 0; i < info->mmap_length / sizeof(*r); i++) {
		CHECK(r[i].size == 20);
		put_range(r[i].base, r[i].length, r[i].type);
	}
	if ((info->flags & MB1_HAS_SCREEN) != 0)
		put_screen(&info->screen, &info->colours);
	if ((info->flags & MB1_HAS_ELF) != 0)
		put_sections(info->elf_num, info->elf_size, info->elf_shndx,
		    in_arena(info->elf_addr, info->elf_num * info->elf_size));
}

static void
put_tag(const struct mb2_info_tag *tag)
{
	const struct mb2_range *r = (const void *)&tag->word[2];
	const struct mb_screen *s = (const void *)tag->word;
	const uint8_t *p = (const uint8_t *)tag;
	uint32_t i;

	switch (tag->type) {
	case MB2_TAG_CMDLINE:
	case MB2_TAG_LOADER:
		printf(tag->type == MB2_TAG_LOADER ? "loader " : "cmdline ");
		CHECK(p[tag->size - 1] == '\0');
		put_text((const char *)tag->word, tag->size - 9);
		putchar('\n');
		break;
	case MB2_TAG_MODULE:
		CHECK(strlen((const char *)&tag->word[2]) + 17 == tag->size);
		put_module(tag->word[0], tag->word[1],
		    ARENA_AT +
			(uint64_t)((const char *)&tag->word[2] -
			    view.arena.base));
		break;
	case MB2_TAG_MEMORY:
		printf("memory %" PRIx32 " %" PRIx32 "\n", tag->word[0],
		    tag->word[1]);
		break;
	case MB2_TAG_MAP:
		CHECK(tag->word[0] == 24 && tag->word[1] == 0);
		for (i = 0; i < (tag->size - 16) / 24; i++)
			put_range(r[i].base, r[i].length, r[i].type);
		break;
	case MB2_TAG_SCREEN:
		CHECK(tag->size == 38);
		put_screen(s, (const void *)(p + 32));
		break;
	case MB2_TAG_ELF:
		put_sections(tag->word[0], tag->word[1], tag->word[2],
		    in_arena(ARENA_AT +
			    (uint64_t)((const char *)&tag->word[3] -
				view.arena.base),
			tag->word[0] * tag->word[1]));
		break;
	case MB2_TAG_ACPI_OLD:
	case MB2_TAG_ACPI_NEW:
		printf("rsdp %x ", tag->type);
		for (i = 8; i < tag->size; i++)
			printf("%02x", p[i]);
		putchar('\n');
		break;
	case MB2_TAG_LOAD_BASE:
		printf("base %" PRIx32 "\n", tag->word[0]);
		break;
	default:
		printf("tag %" PRIx32 "\n", tag->type);
	}
}

static void
put_2(uint64_t at)
{
	const struct mb2_info *info = in_arena(at, sizeof(*info));
	const struct mb2_info_tag *tag;
	uint64_t end = at + info->total_size;

	for (at += 8;; at += (tag->size + 7) / 8 * 8) {
		tag = in_arena(at, 8);
		in_arena(at, tag->size);
		if (tag->type == MB2_TAG_END)
			break;
		put_tag(tag);
	}
	CHECK(at + 8 == end && tag->size == 8);
}

void
dump_case(const uint8_t *data, size_t size)
{
	const uint8_t *more = data + sizeof(options);
	struct multiboot_kernel k = {
		.loader = "dump", .section_size = 64, .section_names = 3
	};
	struct native_args args;
	const char *image;
	bool good;
	uint32_t i;

	CHECK(size >= sizeof(options));
	memcpy(&options, data, sizeof(options));
	was_asked = false;
	for (i = 0; i < sizeof(sections); i++)
		sections[i] = (char)(i * 7);
	size -= sizeof(options);
	k.sections = options.sections != 0 ? sections : NULL;
	k.section_count = options.sections;
	k.extent = (struct extent){ options.start, options.end };
	k.load_base = options.base;
	k.version = options.version != 0 ? options.version : 2;
	size = guest_load(more, size);
	view.arena.size = options.arena;
	good = pvh_parse(&view, size);
	if (good) {
		modules_check(&view);
		guest_open();
		image = (const char *)memory + KERNEL_START;
		if (options.version != 0)
			multiboot_find(&view, options.version, image,
			    options.image_size, &k);
		else if (!multiboot_find(
			     &view, 2, image, options.image_size, &k))
			multiboot_find(&view, 1, image, options.image_size, &k);
		good = multiboot_write(&view, &k, &args);
	}
	put_warnings();
	if (!good) {
		put_defect("defect", view.defect);
		return;
	}
	printf("eax %" PRIx64 "\n", args.first);
	if (was_asked)
		printf("wants %" PRIx32 " %" PRIx32 " %" PRIx32 "\n",
		    wanted.width, wanted.height, wanted.bpp);
	if (k.version == 1)
		put_1(args.second);
	else
		put_2(args.second);
}
