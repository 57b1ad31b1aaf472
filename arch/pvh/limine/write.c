/* SPDX-License-Identifier: BSD-2-Clause */
/* The stages, one after the other, and what the last steps need. */
#include "kit.h"
#include "stages.h"
#include "memory/ram.h"

#define LEAF_FEATURES 1
#define EDX_PAT       (1u << 16)
#define LEAF_EXTENDED 0x80000001
#define EDX_NX        (1u << 20)
#define EDX_HUGE      (1u << 26)
#define EFER_NXE      (1ull << 11)

/*
 * Entry 0 on: WB, WT, UC-, UC, WP, WC as the protocol wants it, then UC- and
 * UC as they are after a reset (Intel SDM 3A, 11.12).
 */
#define PAT 0x0007010500070406ull

/* Null; code and data of 16, of 32 and of 64 bits. */
static const uint64_t gdt[7] = { 0, 0x00009b000000ffff, 0x000093000000ffff,
	0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00af9b000000ffff,
	0x00cf93000000ffff };

static bool
check_place(const struct limine *l)
{
	const struct limine_kernel *kernel = l->kernel;

	if (kernel->virtual >= LIMINE_KERNEL_BASE && kernel->size != 0 &&
	    kernel->size <= 0 - kernel->virtual &&
	    (kernel->paddr | kernel->virtual | kernel->size) % PAGE == 0 &&
	    pvh_at(l->view, kernel->paddr, kernel->size) != NULL)
		return true;
	return pvh_defect(l->view, PVH_LIMINE_PLACE, 0, kernel->virtual);
}

/* The CPU, and a page for struct limine_last with the stack after it. */
static bool
prepare(struct limine *l)
{
	const struct limine_request *request = l->request[LIMINE_STACK];
	const uint32_t edx = cpuid(LEAF_EXTENDED).edx;
	uint32_t i;

	l->pages = (struct pages){ .view = l->view,
		.type = LIMINE_RECLAIM,
		.huge = (edx & EDX_HUGE) != 0 };
	l->stack_size = LIMINE_STACK_SIZE;
	if (request != NULL && request->stack_size > l->stack_size)
		l->stack_size = request->stack_size;
	if (l->stack_size <= 4 * GIB) {
		l->stack_size = page_up(l->stack_size);
		l->last_paddr = ram_take(
		    l->view, PAGE + l->stack_size, LIMINE_RECLAIM, AVOID_NONE);
	}
	l->last = pvh_at(l->view, l->last_paddr, PAGE);
	if (l->last == NULL)
		return pvh_defect(l->view, PVH_LIMINE_STACK, 0, l->stack_size);
	*l->last = (struct limine_last){ .stack = LIMINE_HHDM_BASE +
		    l->last_paddr + PAGE + l->stack_size,
		.entry = l->kernel->entry,
		.efer = (edx & EDX_NX) != 0 ? EFER_NXE : 0,
		.pat = (cpuid(LEAF_FEATURES).edx & EDX_PAT) != 0 ? PAT : 0,
		.gdt_limit = sizeof(gdt) - 1,
		.gdt_base = LIMINE_HHDM_BASE + l->last_paddr +
		    offsetof(struct limine_last, gdt) };
	for (i = 0; i < sizeof(gdt) / sizeof(gdt[0]); i++)
		l->last->gdt[i] = gdt[i];
	return true;
}

/* Where the frame buffer is, if the kernel asks for one. */
static bool
open_screen(struct limine *l)
{
	const struct video_mode any = { 0, 0, 0 };
	struct extent *screen = &l->screen;

	if (l->request[LIMINE_SCREEN] == NULL || video_open == NULL ||
	    !video_open(l->view, any, &l->video))
		return true;
	screen->start = l->video.paddr & ~(PAGE - 1);
	screen->end = page_up(
	    l->video.paddr + (uint64_t)l->video.pitch * l->video.height);
	if (memmap_merge(&l->view->map, screen->start, screen->end - 1,
		LIMINE_FRAMEBUFFER))
		return true;
	return pvh_defect(l->view, PVH_LIMINE_MAP, 0, screen->start);
}

bool
limine_write(struct boot_view *view, const struct limine_kernel *kernel,
    struct native_args *native)
{
	static struct limine l;

	l.view = view;
	l.kernel = kernel;
	l.last_paddr = 0;
	l.screen = (struct extent){ 0, 0 };
	if (limine_mask != NULL)
		limine_mask(view);
	if (!check_place(&l) || !limine_scan(&l) || !limine_reserve(&l) ||
	    !open_screen(&l) || !prepare(&l) || !limine_map(&l))
		return false;
	l.last->root = l.pages.root;
	native->first = l.last_paddr;
	native->second = 0;
	return limine_respond(&l);
}
