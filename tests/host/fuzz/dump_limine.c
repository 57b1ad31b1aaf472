/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Limine boot protocol, as a kernel reads it: every word of the image that
 * has changed, what a response has, the state at the entry, and what the page
 * tables map. A case begins with struct options.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "dump.h"
#include "guest.h"
#include "kern/crc32.h"
#include "limine.h"
#include "stages.h"

static struct __attribute__((packed)) options {
	uint8_t machine; /* 1: a frame buffer, 2: huge pages, 4: NX, 8: PAT */
	uint8_t segment_count;
	uint8_t path;
	uint8_t no_cmdline;
	uint32_t paddr, size;
	uint64_t virtual, entry;
	uint32_t file, file_size;
	uint32_t arena; /* its size */
	uint8_t clock[8];
	struct __attribute__((packed)) {
		uint64_t virtual;
		uint32_t size, flags;
	} segment[4];
} options;

static const char *const names[] = {
#define NAME(name, id2, id3) #name,
	LIMINE_REQUESTS(NAME)
#undef NAME
};
static const uint64_t ids[][2] = {
#define IDS(name, id2, id3) { id2, id3 },
	LIMINE_REQUESTS(IDS)
#undef IDS
};
#define PREFIX 7 /* LIMINE_ */

bool
video_open(struct boot_view *v, struct video_mode mode, struct video *video)
{
	CHECK(v == &view && mode.width == 0 && mode.height == 0);
	*video = (struct video){ 0xfd000000, 4096, 1024, 768, 32, 8, 16, 8, 8,
		8, 0 };
	return (options.machine & 1) != 0;
}

static const void *
in_arena(uint64_t address, uint64_t size)
{
	const uint64_t offset = address - LIMINE_HHDM_BASE - ARENA_AT;

	CHECK(offset < view.arena.used && size <= view.arena.used - offset);
	return view.arena.base + offset;
}

/* A string of the arena's, or of the kernel's image. */
static void
put_string(uint64_t address)
{
	const char *s;

	if (address - options.virtual < options.size)
		s = (char *)memory + options.paddr +
		    (address - options.virtual);
	else
		s = in_arena(address, 1);
	put_text(s, strlen(s));
}

/* Memory from 4 GiB on is 0, and is not there. */
static uint32_t
crc_at(uint64_t paddr, uint64_t size)
{
	unsigned char *bytes = malloc(size + 1);
	uint32_t crc;

	CHECK(bytes != NULL);
	guest_read(bytes, paddr, size);
	crc = crc32(bytes, size);
	free(bytes);
	return crc;
}

static void
put_file(uint64_t address)
{
	const struct limine_file *f = in_arena(address, sizeof(*f));
	uint64_t paddr = f->address - LIMINE_HHDM_BASE;
	unsigned i;

	CHECK(f->revision == 0);
	for (i = 0; i < sizeof(f->from) / 8; i++)
		CHECK(f->from[i] == 0);
	printf("%" PRIx64 " %" PRIx64 " ", paddr, f->size);
	put_string(f->path);
	putchar(' ');
	put_string(f->string);
	printf(" %" PRIx32, crc_at(paddr, f->size));
}

static void
put_screen(const struct limine_response *r)
{
	const struct limine_framebuffer *f;
	const struct limine_mode *m;

	CHECK(r->first == 1);
	f = in_arena(*(const uint64_t *)in_arena(r->second, 8), sizeof(*f));
	m = in_arena(*(const uint64_t *)in_arena(f->modes, 8), sizeof(*m));
	CHECK(memcmp(&f->format, &m->format, sizeof(f->format)) == 0);
	CHECK(m->pitch == f->pitch && m->width == f->width &&
	    m->height == f->height && f->edid_size == 0 && f->edid == 0);
	printf("%x %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64
	       " %x %x %x/%x %x/%x %x/%x %" PRIx64,
	    1, (uint64_t)(f->address - LIMINE_HHDM_BASE), f->width, f->height,
	    f->pitch, f->format.bpp, f->format.model, f->format.red_size,
	    f->format.red_shift, f->format.green_size, f->format.green_shift,
	    f->format.blue_size, f->format.blue_shift, f->mode_count);
}

static void
put_list(enum limine_kind kind, const struct limine_response *r)
{
	const uint64_t *list = in_arena(r->second, 8 * r->first);
	const struct limine_entry *e;
	uint64_t i;

	for (i = 0; i < r->first; i++) {
		if (kind == LIMINE_MODULES) {
			printf("\nmodule ");
			put_file(list[i]);
			continue;
		}
		e = in_arena(list[i], sizeof(*e));
		printf("\nmap %" PRIx64 " %" PRIx64 " %" PRIx64, e->base,
		    e->length, e->type);
	}
}

static void
put_response(enum limine_kind kind, uint64_t offset, uint64_t address)
{
	const struct limine_response *r = in_arena(address, sizeof(*r));

	printf("response %s %" PRIx64 " %" PRIx64 " ", names[kind] + PREFIX,
	    offset, r->revision);
	switch (kind) {
	case LIMINE_LOADER:
		put_string(r->first);
		putchar(' ');
		put_string(r->second);
		break;
	case LIMINE_CMDLINE:
		put_string(r->first);
		break;
	case LIMINE_SCREEN:
		put_screen(r);
		break;
	case LIMINE_FILE:
		put_file(r->first);
		break;
	case LIMINE_MODULES:
	case LIMINE_MEMMAP:
		put_list(kind, r);
		break;
	case LIMINE_ADDRESS:
		printf("%" PRIx64 " %" PRIx64, r->first, r->second);
		break;
	case LIMINE_STACK:
	case LIMINE_ENTRY:
		break;
	default:
		printf("%" PRIx64, r->first);
	}
	putchar('\n');
}

static void
put_changes(const uint64_t *before)
{
	const uint64_t *now = (uint64_t *)(memory + options.paddr);
	uint64_t i, kind;

	for (i = 0; i < options.size / 8; i++) {
		if (now[i] == before[i])
			continue;
		for (kind = 0; i >= 5 && kind < LIMINE_KINDS; kind++)
			if (now[i - 5] == LIMINE_ID_0 &&
			    now[i - 4] == LIMINE_ID_1 &&
			    now[i - 3] == ids[kind][0] &&
			    now[i - 2] == ids[kind][1])
				break;
		if (i >= 5 && kind < LIMINE_KINDS)
			put_response(kind, 8 * i, now[i]);
		else
			printf("word %" PRIx64 " %" PRIx64 "\n", 8 * i, now[i]);
	}
}

/* A range that is mapped, which grows until the next does not fit. */
static struct range {
	uint64_t start, size, paddr;
	char flags[4];
} range;

static void
put_range(void)
{
	if (range.size != 0)
		printf("page %" PRIx64 " %" PRIx64 " %" PRIx64 " %s\n",
		    range.start, range.size, range.paddr, range.flags);
	range.size = 0;
}

static void
put_page(uint64_t virtual, uint64_t size, uint64_t entry, uint64_t all)
{
	const uint64_t large = size > PAGE ? 0x1000 : 0x80;
	struct range r = { virtual, size, 0, "---" };

	r.paddr = entry & 0x000ffffffffff000 & ~(size - 1);
	if ((all & 2) != 0)
		r.flags[0] = 'w';
	if ((entry >> 63) == 0)
		r.flags[1] = 'x';
	if ((entry & large) != 0 || (entry & 0x18) != 0) {
		CHECK((entry & large) != 0 && (entry & 0x18) == 8);
		r.flags[2] = 'c';
	}
	if (range.size == 0 || range.start + range.size != r.start ||
	    range.paddr + range.size != r.paddr ||
	    strcmp(range.flags, r.flags) != 0) {
		put_range();
		range = r;
	} else
		range.size += r.size;
}

static void
put_table(uint64_t paddr, int level, uint64_t virtual, uint64_t all)
{
	const uint64_t *table = (uint64_t *)(memory + paddr);
	const uint64_t size = PAGE << (9 * level);
	uint64_t i, at;

	CHECK(paddr != 0 && paddr % PAGE == 0 && paddr < 4 * GIB);
	CHECK(memmap_is(&view.map, paddr, paddr + PAGE - 1, LIMINE_RECLAIM));
	for (i = 0; i < 512; i++) {
		if ((table[i] & 1) == 0) {
			CHECK(table[i] == 0);
			continue;
		}
		at = virtual + i * size;
		if (level == 3 && i >= 256)
			at |= 0xffff000000000000;
		if (level == 0 || (table[i] & 0x80) != 0)
			put_page(at, size, table[i], all & table[i]);
		else {
			CHECK(table[i] >> 63 == 0);
			put_table(table[i] & 0x000ffffffffff000, level - 1, at,
			    all & table[i]);
		}
	}
}

static void
put_last(const struct limine_last *last)
{
	printf("entry %" PRIx64 " efer %" PRIx64 " pat %" PRIx64 "\n",
	    last->entry, last->efer, last->pat & 0xffffffffffff);
	printf("stack %" PRIx64 "\n", last->stack);
	put_table(last->root, 3, 0, UINT64_MAX);
	put_range();
}

static void
set_up(struct limine_kernel *k)
{
	static const char *const paths[] = { NULL, "/k", "/boot/k", "/a/b/c" };
	static const uint8_t registers[] = { CMOS_CENTURY, CMOS_YEAR,
		CMOS_MONTH, CMOS_DAY, CMOS_HOURS, CMOS_MINUTES, CMOS_SECONDS,
		CMOS_STATUS };
	unsigned i;

	*k = (struct limine_kernel){ .paddr = options.paddr,
		.virtual = options.virtual,
		.size = options.size,
		.entry = options.entry,
		.segment_count = options.segment_count,
		.cmdline = options.no_cmdline != 0 ? NULL : view.cmdline,
		.file = options.file,
		.file_size = options.file_size,
		.path = paths[options.path] };
	for (i = 0; i < options.segment_count; i++)
		k->segment[i] =
		    (struct limine_segment){ options.segment[i].virtual,
			    options.segment[i].size, options.segment[i].flags };
	machine_edx = (options.machine & 2) != 0 ? 1u << 26 : 0;
	machine_edx |= (options.machine & 4) != 0 ? 1u << 20 : 0;
	machine_edx |= (options.machine & 8) != 0 ? 1u << 16 : 0;
	for (i = 0; i < sizeof(registers); i++)
		machine_cmos[registers[i]] = options.clock[i];
}

void
dump_case(const uint8_t *data, size_t size)
{
	static uint64_t before[0x100000 / 8];
	struct limine_kernel kernel;
	struct native_args args;
	uint64_t start_info;
	bool good;

	CHECK(size >= sizeof(options));
	memcpy(&options, data, sizeof(options));
	CHECK(options.size <= sizeof(before));
	start_info = guest_load(data + sizeof(options), size - sizeof(options));
	view.arena.size = options.arena;
	good = pvh_parse(&view, start_info);
	if (good) {
		modules_check(&view);
		guest_open();
		set_up(&kernel);
		if (options.paddr < 4 * GIB - options.size &&
		    !overlaps(options.paddr, options.size, view.mem.door))
			memcpy(before, memory + options.paddr, options.size);
		good = limine_write(&view, &kernel, &args);
	}
	put_warnings();
	if (!good) {
		put_defect("defect", view.defect);
		return;
	}
	put_changes(before);
	put_last((const struct limine_last *)(memory + args.first));
}
