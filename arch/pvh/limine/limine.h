/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Limine boot protocol: from the boot view to a kernel that is loaded
 * already. limine_write() is what both the kit in a kernel (native.c) and a
 * loader call; all else is between this format's own files. What returns false
 * has recorded a defect in the view.
 */
#ifndef LIMINE_H
#define LIMINE_H

#include <stdbool.h>
#include <stdint.h>
#include "pvh.h"
#include "memory/pages.h"
#include "video/video.h"
#include "limine_abi.h"

#ifndef LIMINE_SEGMENTS
#define LIMINE_SEGMENTS 16
#endif

/* A PT_LOAD of the kernel; flags as in ELF. */
#define LIMINE_PF_X 0x1
#define LIMINE_PF_W 0x2
#define LIMINE_PF_R 0x4
struct limine_segment {
	uint64_t virtual;
	uint64_t size; /* in memory */
	uint32_t flags;
};

/*
 * A kernel whose image, from its first segment to its last one, lies below
 * 4 GiB, where it is to stay. paddr, virtual and size are multiples of 4 KiB.
 */
struct limine_kernel {
	uint64_t paddr;
	uint64_t virtual; /* of the byte at paddr */
	uint64_t size;    /* .bss included */
	uint64_t entry;   /* virtual; 0: what pvh_enter gets in rcx */
	uint32_t segment_count;
	struct limine_segment segment[LIMINE_SEGMENTS];
	const char *cmdline; /* NULL: none */
	uint64_t file;       /* where its file is, physical; 0: nowhere */
	uint64_t file_size;
	const char *path; /* the file's, from a slash on; NULL: no file */
};

/*
 * Answers the kernel's requests, in its image, and builds the page tables.
 * *native is for pvh_enter (enter.asm). The kernel's bytes and its modules
 * need not be reserved in the view's map.
 */
bool limine_write(struct boot_view *view, const struct limine_kernel *kernel,
    struct native_args *native);

/* This format's types of memory in the view's map; unknown to all others. */
#define LIMINE_TYPE(type)  (0x4c494d00u + (type))
#define LIMINE_RECLAIM     LIMINE_TYPE(LIMINE_MEM_RECLAIM)
#define LIMINE_EXECUTABLE  LIMINE_TYPE(LIMINE_MEM_EXECUTABLE)
#define LIMINE_FRAMEBUFFER LIMINE_TYPE(LIMINE_MEM_FRAMEBUFFER)

#define LIMINE_HHDM_BASE   0xffff800000000000ull /* where physical 0 is */

/* What pvh_enter is given; in RAM of the type LIMINE_RECLAIM, and a page. */
struct limine_last {
	uint64_t root;  /* for cr3 */
	uint64_t stack; /* its top, in the direct map */
	uint64_t entry; /* virtual, or 0: in rcx */
	uint64_t efer;  /* bits to set: NXE, if the CPU has it */
	uint64_t pat;   /* for IA32_PAT; 0: the CPU has none */
	uint16_t unused[3];
	uint16_t gdt_limit;
	uint64_t gdt_base; /* in the direct map */
	uint64_t gdt[7];
};

struct limine {
	struct boot_view *view;
	const struct limine_kernel *kernel;
	uint64_t revision;   /* the base revision */
	uint64_t stack_size; /* of each CPU, a multiple of 4 KiB */
	struct pages pages;  /* the kernel's, complete when limine_mp() runs */
	struct limine_last *last; /* the boot CPU's state, for the others */
	uint64_t last_paddr;
	uint64_t file;    /* where the kernel's file is by now; 0: nowhere */
	uint64_t cmdline; /* where the kernel reaches its command line */
	struct extent screen; /* the frame buffer's pages; empty if none */
	struct video video;
	struct limine_request *request[LIMINE_KINDS]; /* NULL: not there */
};

/*
 * Size bytes of the arena, all 0; *address becomes where the kernel reaches
 * them. NULL if there is no room.
 */
void *limine_take(struct limine *l, uint32_t size, uint64_t *address);

/* Gives a request its response, with two words of which some have fewer. */
bool limine_answer(struct limine *l, struct limine_request *request,
    uint64_t revision, uint64_t first, uint64_t second);

/*
 * Masks the I/O APICs' entries. It is done before memory is taken, which may be
 * where ACPI's tables are.
 */
__attribute__((weak)) void limine_mask(const struct boot_view *view) __asm__(
    "pvh_limine_mask");

/*
 * Starts the other CPUs and answers LIMINE_MP. RAM that it takes from the view
 * (memory/ram.h, or memmap_merge() below 1 MiB) gets the type LIMINE_RECLAIM,
 * and is in the direct map. NULL: the request has no response.
 */
__attribute__((weak)) bool limine_mp(
    struct limine *l, struct limine_request *request) __asm__("pvh_limine_mp");

#endif
