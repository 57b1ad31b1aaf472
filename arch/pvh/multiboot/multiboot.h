/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot view to what a Multiboot kernel reads, of either version. It is
 * used by the kit in a kernel (native.c), and by boot loaders for kernels that
 * are in memory already.
 */
#ifndef MULTIBOOT_H
#define MULTIBOOT_H

#include <stdbool.h>
#include <stdint.h>
#include "multiboot_abi.h"
#include "pvh.h"
#include "video/video.h"

struct multiboot_kernel {
	uint32_t version;     /* 1 or 2 */
	const char *header;   /* by multiboot_find(); NULL if it has none */
	uint32_t header_size; /* bytes that can be read there */
	struct extent extent; /* where it will run */
	uint64_t load_base;
	const char *sections; /* ELF section headers; NULL if there are none */
	uint32_t section_count, section_size, section_names; /* as in ELF */
	const char *loader; /* the boot loader's name */
};

/*
 * Looks for a header of this version in the kernel's first bytes, wherever they
 * lie, and sets version, header and header_size. False, and nothing is set, if
 * there is none; it warns of one that has a wrong checksum.
 */
bool multiboot_find(struct boot_view *view, uint32_t version, const char *bytes,
    uint64_t size, struct multiboot_kernel *kernel);

/*
 * Writes all that is handed over into the view's arena, which is below 4 GiB,
 * and says what the entry is entered with (enter.asm). Modules may be moved. If
 * it returns false the defect is in the view, as with native_write().
 */
bool multiboot_write(struct boot_view *view,
    const struct multiboot_kernel *kernel, struct native_args *native);

/* ---- between the files of this folder */

struct multiboot {
	struct boot_view *view;
	const struct multiboot_kernel *kernel;
	bool align_modules;
	bool tell_base;   /* where it was loaded */
	uint32_t screen;  /* the tag or bit that asks for one; 0: none */
	bool wants_video; /* and it is a frame buffer */
	struct video_mode mode;
	bool has_video;
	struct video video;
	uint32_t mem_lower, mem_upper; /* KiB */
};

/* Reads what the kernel's header requests, of the version in the name. */
bool multiboot_read1(struct multiboot *m);
bool multiboot_read2(struct multiboot *m);

/* Writes the information, and sets *paddr to where it is. */
bool multiboot_info1(struct multiboot *m, uint64_t *paddr);
bool multiboot_info2(struct multiboot *m, uint64_t *paddr);

/* pvh_take(), which makes NULL a defect. */
void *multiboot_take(struct multiboot *m, uint64_t size, uint64_t *paddr);

/*
 * The RSDP, and how many bytes of it are an old one (if it leads to an RSDT)
 * and a new one; 0: it is none.
 */
const char *multiboot_rsdp(
    const struct boot_view *view, uint32_t *old, uint32_t *new);

/* A string, or an empty one for none. */
static inline const char *
multiboot_text(const char *s)
{
	return s != NULL ? s : "";
}

/* How many bytes a string has, its NUL included. */
uint32_t multiboot_length(const char *s);

/* The length of a range of the map; 2^64 is one less. */
uint64_t multiboot_span(struct memmap_range range);

/* Fill in the frame buffer and its colours. */
void multiboot_screen(const struct multiboot *m, struct mb_screen *screen,
    struct mb_colours *colours);

#endif
