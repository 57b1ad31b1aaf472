/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel is: its format, where it lies, and with which of the kit's
 * objects it boots. Only FreeBSD's format needs the kit at the kernel's own
 * KERNBASE. A Multiboot kernel is entered without paging, and for a Limine
 * kernel the kit makes page tables by the program headers, so that both take
 * the kit that runs where it is loaded.
 */
#include "wrap.h"
#include <string.h>
#include "limine.h"
#include "multiboot.h"
#include "signs.h"

#define MINUS_2_GIB  0xffffffff80000000ull
#define LIMINE_PLACE 0x200000ull /* where one goes that may go anywhere */
#define KIT_MOST     0x80000ull  /* bytes that the kit takes in memory */

/* For multiboot_find(), which warns of headers with a wrong sum. */
static struct boot_view nobody;

/* How the segments' addresses are related. */
struct relation {
	bool same;    /* p_vaddr - p_paddr is base in all */
	bool virtual; /* p_paddr is p_vaddr, and both are above -2 GiB */
	uint64_t base;
};

static struct relation
relation_of(const struct file *kernel, const struct elf_header *header)
{
	struct relation r = { true, true, 0 };
	struct program_header p;
	bool any = false;
	uint32_t i;

	for (i = 0; i < header->e_phnum; i++) {
		p = headers_get(kernel, header, i);
		if (p.p_type != PT_LOAD || p.p_memsz == 0)
			continue;
		if (!any)
			r.base = p.p_vaddr - p.p_paddr;
		any = true;
		r.same = r.same && p.p_vaddr - p.p_paddr == r.base;
		r.virtual = r.virtual && p.p_vaddr == p.p_paddr &&
		    p.p_vaddr >= MINUS_2_GIB;
	}
	return r;
}

static void
read_image(
    const struct file *kernel, enum elf_rules rules, struct elf_image *image)
{
	struct elf_defect d;

	if (elf_read(kernel->at, kernel->size, rules, image, &d))
		return;
	if (d.index == ELF_HEADER)
		die(kernel->name, "%s is 0x%lx: %s", d.field, d.value, d.why);
	die(kernel->name, "program header %u: %s is 0x%lx: %s", d.index,
	    d.field, d.value, d.why);
}

/* As loader.elf finds it (boot/pvh/find.c); Multiboot 1 was refused. */
static const char *
format_of(const struct file *kernel)
{
	struct multiboot_kernel header;

	if (signs_limine(kernel->at, kernel->size))
		return "limine";
	if (multiboot_find(&nobody, 2, kernel->at, kernel->size, &header))
		return "multiboot";
	return "freebsd";
}

static void
host_freebsd(struct host *host, const struct file *kernel,
    const struct relation *relation)
{
	static const struct {
		uint64_t base;
		const char *object;
	} objects[] = {
		{ MINUS_2_GIB, "pvh-freebsd.o" },
		{ 0, "pvh-freebsd-identity.o" },
		{ 0xffff800000000000ull, "pvh-freebsd-higher.o" },
	};
	struct elf_image image;
	uint32_t i;

	host->set_paddr = relation->virtual;
	host->base = relation->virtual ? MINUS_2_GIB : relation->base;
	if (!relation->same)
		die(kernel->name,
		    "p_vaddr - p_paddr is not the same in all segments");
	for (i = 0; host->base != objects[i].base; i++)
		if (i == 2)
			die(kernel->name,
			    "p_vaddr - p_paddr is 0x%lx; the kit is there "
			    "for 0x%lx, 0x%lx and 0x%lx",
			    host->base, objects[0].base, objects[1].base,
			    objects[2].base);
	host->object = objects[i].object;
	host->kernbase = host->base;
	read_image(
	    kernel, relation->virtual ? ELF_VIRTUAL : ELF_PHYSICAL, &image);
	host->start = image.start - (relation->virtual ? host->base : 0);
	host->end = image.end - (relation->virtual ? host->base : 0);
}

/* The kit finds the header in memory, and enters where its entry tag says. */
static void
read_header(
    struct host *host, const struct file *kernel, const struct elf_image *image)
{
	const struct elf_segment *s = image->segment;
	const struct mb2_request_tag *tag;
	struct multiboot_kernel header;
	uint64_t at, size;

	if (!multiboot_find(&nobody, 2, kernel->at, kernel->size, &header))
		return; /* the user says that it is one */
	if (signs_tag(&header, MB2_ADDRESS, 4) != NULL)
		die(kernel->name,
		    "a Multiboot 2 address tag says where it goes: "
		    "loader.elf boots it");
	tag = signs_tag(&header, MB2_ENTRY, 1);
	if (tag != NULL)
		host->entry = tag->word[0];
	at = header.header - kernel->at;
	size = ((const struct mb2_header *)header.header)->header_length;
	while (s < image->segment + image->count &&
	    !(at >= s->offset && range_below(at - s->offset, size, s->filesz)))
		s++;
	if (s == image->segment + image->count ||
	    !range_below(
		s->paddr - image->start + at - s->offset, size, MB2_SEARCH))
		die(kernel->name,
		    "the Multiboot 2 header is not in the first 32 KiB of "
		    "its memory");
}

static void
host_multiboot(struct host *host, const struct file *kernel,
    const struct relation *relation)
{
	const uint64_t e_entry = host->entry;
	struct elf_image image;

	read_image(kernel, ELF_PHYSICAL, &image);
	host->object = "pvh-multiboot-identity.o";
	host->base = relation->same ? relation->base : 0;
	host->start = image.start;
	host->end = image.end;
	host->entry = image.entry;
	host->entry_base = e_entry - image.entry;
	read_header(host, kernel, &image);
	if (host->entry < host->start || host->entry >= host->end)
		die(kernel->name, "its entry, 0x%lx, is not in the kernel",
		    host->entry);
}

/*
 * Limine reads no p_paddr, so that it may be what it has to be for the others.
 */
static void
host_limine(struct host *host, const struct file *kernel)
{
	read_image(kernel, ELF_VIRTUAL, &host->image);
	if (host->image.count > LIMINE_SEGMENTS)
		die(kernel->name, "%u segments, and the kit has room for %u",
		    host->image.count, LIMINE_SEGMENTS);
	host->object = "pvh-limine-identity.o";
	host->set_paddr = true;
	host->base = (host->image.start & ~(PAGE - 1)) - LIMINE_PLACE;
	host->start = host->image.start - host->base;
	host->end = host->image.end - host->base;
}

void
host_read(struct host *host, const struct file *kernel, const char *format)
{
	const struct elf_header header = headers_read(kernel);
	const struct relation relation = relation_of(kernel, &header);
	struct multiboot_kernel multiboot;

	if (headers_have_kit(kernel, &header))
		die(kernel->name, "it has the kit already");
	if (header.e_type != ET_EXEC)
		die(kernel->name, "e_type is 0x%x: not linked at a fixed place",
		    header.e_type);
	if (multiboot_find(&nobody, 1, kernel->at, kernel->size, &multiboot))
		die(kernel->name,
		    "a Multiboot 1 header, which QEMU prefers to PVH: "
		    "loader.elf boots it");
	memset(host, 0, sizeof(*host));
	host->format = format != NULL ? format : format_of(kernel);
	host->entry = header.e_entry;
	if (strcmp(host->format, "freebsd") == 0)
		host_freebsd(host, kernel, &relation);
	else if (strcmp(host->format, "limine") == 0)
		host_limine(host, kernel);
	else if (strcmp(host->format, "multiboot") == 0)
		host_multiboot(host, kernel, &relation);
	else
		die("--format", "%s is not freebsd, multiboot or limine",
		    host->format);
	if (strcmp(host->format, "multiboot") != 0 &&
	    header.e_entry - host->start >= host->end - host->start)
		host->entry_base = host->base; /* or else it is physical */
	host->kit = page_up(host->end);
	if (host->kit > GIB - KIT_MOST)
		die(kernel->name,
		    "it ends at 0x%lx: no room for the kit behind it, below "
		    "1 GiB",
		    host->end);
}
