/* SPDX-License-Identifier: BSD-2-Clause */
/* A kernel that the kit is linked into: it is where it was loaded. */
#include "kit.h"
#include "limine.h"

/* What is used of an ELF file's header and of a program header. */
struct elf {
	uint8_t unused[32];
	uint64_t phoff;
	uint8_t unused_too[14];
	uint16_t phentsize, phnum;
};
struct phdr {
	uint32_t type, flags;
	uint64_t offset, vaddr, paddr, filesz, memsz, align;
};
#define PT_LOAD 1

extern char pvh_kernbase[]; /* from the linker script */

/* The linker's, if the first segment has the headers: FILEHDR PHDRS. */
extern const struct elf __ehdr_start __attribute__((weak));

static const struct phdr *
phdr_at(const struct elf *elf, uint32_t i)
{
	return (const struct phdr *)((uintptr_t)elf + elf->phoff +
	    i * elf->phentsize);
}

/*
 * p_vaddr - p_paddr: KERNBASE, but for a kernel that was linked before the kit
 * was, which then brings program headers.
 */
static uint64_t
base_of(const struct elf *elf)
{
	const struct phdr *p;
	uint32_t i;

	for (i = 0; elf != NULL && i < elf->phnum; i++) {
		p = phdr_at(elf, i);
		if (p->type == PT_LOAD && p->vaddr != p->paddr)
			return p->vaddr - p->paddr;
	}
	return (uintptr_t)pvh_kernbase;
}

/* The program headers say what is code; without them all is. */
static bool
add_segments(struct limine_kernel *kernel)
{
	const struct elf *elf = &__ehdr_start;
	const struct phdr *p;
	uint32_t i;

	kernel->segment_count = 0;
	for (i = 0; elf != NULL && i < elf->phnum; i++) {
		p = phdr_at(elf, i);
		if (p->type != PT_LOAD || p->memsz == 0 ||
		    p->vaddr - kernel->virtual >= kernel->size)
			continue;
		if (kernel->segment_count == LIMINE_SEGMENTS)
			return false;
		kernel->segment[kernel->segment_count++] =
		    (struct limine_segment){ p->vaddr, p->memsz, p->flags };
	}
	if (kernel->segment_count == 0)
		kernel->segment[kernel->segment_count++] =
		    (struct limine_segment){ kernel->virtual, kernel->size,
			    LIMINE_PF_X | LIMINE_PF_W | LIMINE_PF_R };
	return true;
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	static struct limine_kernel kernel;

	kernel.paddr = view->kernel.start & ~(PAGE - 1);
	kernel.virtual = base_of(&__ehdr_start) + kernel.paddr;
	kernel.size = page_up(view->kernel.end) - kernel.paddr;
	kernel.entry = 0;
	kernel.cmdline = view->cmdline;
	kernel.path = NULL;
	kernel.file = 0;
	kernel.file_size = 0;
	if (!add_segments(&kernel))
		return pvh_defect(
		    view, PVH_LIMINE_SEGMENTS, LIMINE_SEGMENTS, kernel.virtual);
	return limine_write(view, &kernel, native);
}
