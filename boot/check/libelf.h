/* SPDX-License-Identifier: BSD-2-Clause */
/* Xen's libelf, which the builders of a domU and of dom0 share. */
#ifndef LIBELF_H
#define LIBELF_H

#include "check.h"

/* Types of notes (public/elfnote.h). */
enum {
	LIBELF_ENTRY = 1,
	LIBELF_VIRT_BASE = 3,
	LIBELF_PADDR_OFFSET = 4,
	LIBELF_INIT_P2M = 15,
	LIBELF_RELOC = 19
};

/* What is loaded: from the lowest p_paddr to the highest end. */
struct libelf {
	struct note_xen notes;
	uint64_t start, end;
};

/* elf_init(), elf_parse_binary() and the notes of elf_xen_parse(). */
bool libelf_parse(const struct image *f, struct row *row, struct libelf *xen);

/*
 * Its checks of addresses: those of physical memory, as paging is off; until
 * 4.17 also that a PADDR_OFFSET comes with a VIRT_BASE; and until 4.15 those of
 * virtual addresses instead, with e_entry or a note ENTRY among them.
 */
bool libelf_bounds(
    const struct image *f, struct row *row, const struct libelf *xen);
bool libelf_offset(struct row *row, const struct libelf *xen);
bool libelf_virtual(
    const struct image *f, struct row *row, const struct libelf *xen);

#endif
