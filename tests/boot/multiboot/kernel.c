/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Prints every field of what a Multiboot loader of either version hands over,
 * whichever loader that is.
 */
#include "multiboot_abi.h"
#include "print.h"

void kmain(uint32_t eax, uint32_t ebx);

static void *
at(uint64_t paddr)
{
	return (void *)paddr;
}

static void
quoted(const char *s)
{
	print(" \"");
	print(s);
	print("\"\n");
}

/* Where a module is, its size, the sum of its bytes, and its string. */
static void
module(uint32_t start, uint32_t end, const char *s)
{
	const uint8_t *bytes = at(start);
	uint32_t i, sum = 0;

	for (i = 0; i < end - start; i++)
		sum += bytes[i];
	print("module:");
	field_hex("at", start);
	field("size", end - start);
	field("sum", sum);
	quoted(s);
}

static void
range(uint64_t base, uint64_t length, uint32_t type, const char *name,
    uint32_t rest)
{
	print("range:");
	field_hex("base", base);
	field_hex("length", length);
	field("type", type);
	field(name, rest);
	print("\n");
}

static void
memory(uint32_t lower, uint32_t upper)
{
	print("memory:");
	field("lower", lower);
	field("upper", upper);
	print("\n");
}

static void
screen(const struct mb_screen *s, const struct mb_colours *c)
{
	print("screen:");
	field_hex("at", s->addr);
	field("pitch", s->pitch);
	field("width", s->width);
	field("height", s->height);
	field("bpp", s->bpp);
	field("type", s->type);
	if (s->type == MB_SCREEN_RGB) {
		field("red", c->red_shift);
		field("of", c->red_size);
		field("green", c->green_shift);
		field("of", c->green_size);
		field("blue", c->blue_shift);
		field("of", c->blue_size);
	}
	print("\n");
}

static void
sections(uint32_t num, uint32_t size, uint32_t names)
{
	print("elf:");
	field("sections", num);
	field("size", size);
	field("names", names);
	print("\n");
}

static void
range_1(const struct mb1_range *r)
{
	range(r->base, r->length, r->type, "size", r->size);
}

static void
version_1(const struct mb1_info *info)
{
	const struct mb1_module *m = at(info->mods_addr);
	const char *r = at(info->mmap_addr);
	uint32_t i;

	field_hex("flags", info->flags);
	print("\n");
	memory(info->mem_lower, info->mem_upper);
	print("devices:");
	field_hex("boot", info->boot_device);
	field("drives", info->drives_length);
	field_hex("at", info->drives_addr);
	field_hex("config", info->config_table);
	field_hex("apm", info->apm_table);
	print("\nvbe:");
	field_hex("control", info->vbe_control_info);
	field_hex("info", info->vbe_mode_info);
	field_hex("mode", info->vbe_mode);
	field_hex("seg", info->vbe_interface_seg);
	field_hex("off", info->vbe_interface_off);
	field_hex("len", info->vbe_interface_len);
	print("\nloader:");
	quoted((info->flags & MB1_HAS_LOADER) != 0 ? at(info->boot_loader_name)
						   : "");
	print("cmdline:");
	quoted((info->flags & MB1_HAS_CMDLINE) != 0 ? at(info->cmdline) : "");
	print("modules:");
	field("count", info->mods_count);
	print("\n");
	for (i = 0; i < info->mods_count; i++)
		module(m[i].start, m[i].end,
		    m[i].string != 0 ? at(m[i].string) : "(none)");
	if ((info->flags & MB1_HAS_ELF) != 0)
		sections(info->elf_num, info->elf_size, info->elf_shndx);
	print("map:");
	field("bytes", info->mmap_length);
	print("\n");
	for (i = 0; i < info->mmap_length;
	     i += ((const struct mb1_range *)(r + i))->size + 4)
		range_1(at((uintptr_t)r + i));
	if ((info->flags & MB1_HAS_SCREEN) != 0)
		screen(&info->screen, &info->colours);
}

/* An RSDP (ACPI 6.5, 5.2.5.3): its revision, and whether its sum is right. */
static void
rsdp(const uint8_t *bytes, uint32_t size)
{
	uint8_t sum = 0;
	uint32_t i;

	for (i = 0; i < size; i++)
		sum += bytes[i];
	print("rsdp: ");
	for (i = 0; i < 8; i++)
		put(bytes[i]);
	field("revision", bytes[15]);
	field("sum", sum);
	field_hex("rsdt", *(const uint32_t *)(bytes + 16));
	print("\n");
}

/* A tag of 2, with its first bytes if there is no better way. */
static void
tag_2(const struct mb2_info_tag *tag)
{
	const char *bytes = (const char *)tag;
	const struct mb2_range *r = (const struct mb2_range *)&tag->word[2];
	uint32_t i;

	print("tag");
	field("type", tag->type);
	field("size", tag->size);
	print(": ");
	switch (tag->type) {
	case MB2_TAG_CMDLINE:
		print("cmdline:");
		quoted(bytes + 8);
		return;
	case MB2_TAG_LOADER:
		print("loader:");
		quoted(bytes + 8);
		return;
	case MB2_TAG_MODULE:
		module(tag->word[0], tag->word[1], bytes + 16);
		return;
	case MB2_TAG_MEMORY:
		memory(tag->word[0], tag->word[1]);
		return;
	case MB2_TAG_MAP:
		print("map:");
		field("entry", tag->word[0]);
		field("version", tag->word[1]);
		print("\n");
		for (; (const char *)r < bytes + tag->size;
		     r = at((uintptr_t)r + tag->word[0]))
			range(r->base, r->length, r->type, "reserved",
			    r->reserved);
		return;
	case MB2_TAG_SCREEN:
		screen(at((uintptr_t)bytes + 8), at((uintptr_t)bytes + 32));
		return;
	case MB2_TAG_ELF:
		sections(tag->word[0], tag->word[1], tag->word[2]);
		return;
	case MB2_TAG_ACPI_OLD:
	case MB2_TAG_ACPI_NEW:
		rsdp((const uint8_t *)bytes + 8, tag->size - 8);
		return;
	case MB2_TAG_LOAD_BASE:
		print("base:");
		field_hex("at", tag->word[0]);
		print("\n");
		return;
	default:
		print("other:");
		for (i = 8; i < tag->size && i < 24; i++)
			print(" "), print_number((uint8_t)bytes[i], 16);
		print("\n");
	}
}

static void
version_2(const struct mb2_info *info)
{
	uint32_t at_byte = sizeof(*info);
	const struct mb2_info_tag *tag;

	field("aligned", (uintptr_t)info % 8 == 0);
	field("reserved", info->reserved);
	print("\n");
	do {
		tag = at((uintptr_t)info + at_byte);
		tag_2(tag);
		at_byte += (tag->size + 7) & ~7u;
	} while (tag->type != MB2_TAG_END && at_byte < info->total_size);
	print(at_byte == info->total_size ? "total: as it is\n"
					  : "total: another\n");
}

void
kmain(uint32_t eax, uint32_t ebx)
{
	print("multiboot:");
	field_hex("eax", eax);
	if (eax == MB1_EAX)
		version_1(at(ebx));
	else if (eax == MB2_EAX)
		version_2(at(ebx));
	print("boot: ok\n");
	end();
}
