/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a Multiboot header says that the kernel goes: the address fields of
 * version 1, the address and entry tags of version 2. These count more than the
 * file's ELF header, if it is an ELF file at all.
 */
#include "loader.h"
#include "multiboot.h"
#include "signs.h"

#define FROM_START 0xffffffffu /* load_addr: that of the file's first byte */

struct addresses {
	uint32_t header, load, load_end, bss_end;
};

static bool
read_addresses(
    const struct multiboot_kernel *kernel, struct addresses *addresses)
{
	const struct mb1_header *h = (const struct mb1_header *)kernel->header;
	const struct mb2_request_tag *tag;
	const char *from = NULL;

	if (kernel->version == 2) {
		tag = signs_tag(kernel, MB2_ADDRESS, 4);
		if (tag != NULL)
			from = (const char *)tag +
			    offsetof(struct mb2_request_tag, word);
	} else if ((h->flags & MB1_ADDRESS) != 0 &&
	    kernel->header_size >= offsetof(struct mb1_header, mode_type)) {
		from =
		    kernel->header + offsetof(struct mb1_header, header_addr);
	}
	if (from != NULL)
		physmem_copy((char *)addresses, from, sizeof(*addresses));
	return from != NULL;
}

static _Noreturn void
bad(const struct loader *loader, const char *field, uint32_t value,
    const char *why)
{
	refuse(loader->name, "Multiboot header: %s is 0x%x: %s", field, value,
	    why);
}

/* The file's bytes from load_addr on, as one segment. */
static struct elf_segment
segment_of(const struct loader *loader, uint64_t header, struct addresses a)
{
	const uint64_t size = loader->kernel.size;
	struct elf_segment s = { 0 };

	if (a.load == FROM_START)
		a.load = a.header - header;
	if (a.load > a.header || a.header - a.load > header)
		bad(loader, "load_addr", a.load, "not in the file");
	s.paddr = a.load;
	s.offset = header - (a.header - a.load);
	s.filesz = size - s.offset;
	if (a.load_end != 0)
		s.filesz = (uint64_t)a.load_end - a.load;
	if (a.load_end != 0 && a.load_end < a.load)
		bad(loader, "load_end_addr", a.load_end, "below load_addr");
	if (!range_below(s.offset, s.filesz, size))
		bad(loader, "load_end_addr", a.load_end, "past the file's end");
	s.memsz = s.filesz;
	if (a.bss_end != 0)
		s.memsz = (uint64_t)a.bss_end - a.load;
	if (a.bss_end != 0 && (a.bss_end < a.load || s.memsz < s.filesz))
		bad(loader, "bss_end_addr", a.bss_end, "below load_end_addr");
	if (a.load < 0x100000)
		bad(loader, "load_addr", a.load, "below 1 MiB");
	if (!range_below(s.paddr, s.memsz, 4 * GIB))
		bad(loader, "load_addr", a.load, "it ends above 4 GiB");
	return s;
}

bool
addresses_read(const struct loader *loader,
    const struct multiboot_kernel *kernel, struct elf_image *image)
{
	struct addresses a;

	if (!read_addresses(kernel, &a))
		return false;
	image->bias = 0;
	image->count = 1;
	image->segment[0] =
	    segment_of(loader, kernel->header - loader->kernel.at, a);
	image->start = image->segment[0].paddr;
	image->end = image->start + image->segment[0].memsz;
	image->entry = 0;
	if (kernel->version == 1)
		image->entry =
		    ((const struct mb1_header *)kernel->header)->entry_addr;
	return true;
}

/* Whether a kernel that is moved up may lie there: the tag says where. */
static void
check_moved(const struct loader *loader, const struct multiboot_kernel *kernel,
    const struct elf_image *image)
{
	const struct mb2_request_tag *tag =
	    signs_tag(kernel, MB2_RELOCATABLE, 4);

	if (tag == NULL)
		return;
	if (image->start < tag->word[0])
		bad(loader, "min_addr", tag->word[0], "above where it goes");
	if (image->end - 1 > tag->word[1])
		bad(loader, "max_addr", tag->word[1], "below where it ends");
	if (tag->word[2] != 0 && image->start % tag->word[2] != 0)
		bad(loader, "align", tag->word[2], "where it goes is not");
}

uint32_t
addresses_entry(const struct loader *loader,
    const struct multiboot_kernel *kernel, const struct elf_image *image)
{
	const struct mb2_request_tag *tag = NULL;
	uint64_t entry = image->entry;

	if (kernel->version == 2)
		tag = signs_tag(kernel, MB2_ENTRY, 1);
	if (tag != NULL)
		entry = tag->word[0] + image->bias;
	if (kernel->version == 2 && image->bias != 0)
		check_moved(loader, kernel, image);
	if (entry < image->start || entry >= image->end)
		bad(loader, "entry_addr", entry, "not in the kernel");
	return entry;
}
