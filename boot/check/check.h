/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks that several loaders have. Each returns whether its rule holds; if
 * not, it has filled in the row.
 */
#ifndef CHECK_H
#define CHECK_H

#include "image.h"
#include "note.h"
#include "row.h"

#define MIB 0x100000ull

/* file.c: what is in front of the kernel, or around it. */
bool check_unpacked(const struct image *f, struct row *row);
bool check_elf(const struct image *f, struct row *row);
bool check_multiboot1(const struct image *f, struct row *row);

/* The ELF header and the tables. */
bool check_elf64(const struct image *f, struct row *row);
bool check_little_endian(const struct image *f, struct row *row);
bool check_x86(const struct image *f, struct row *row); /* or i386 */
bool check_version(const struct image *f, struct row *row);
bool check_programs(const struct image *f, struct row *row);
bool check_program_size(const struct image *f, struct row *row);
bool check_sections(const struct image *f, struct row *row);

/* segments.c: what is loaded. */
bool check_loads(const struct image *f, struct row *row);
bool check_in_file(const struct image *f, struct row *row);
bool check_sizes(const struct image *f, struct row *row);
bool check_wraps(const struct image *f, struct row *row);
bool check_overlap(const struct image *f, struct row *row);
bool check_above_1_mib(const struct image *f, struct row *row);
bool check_below(const struct image *f, struct row *row, uint64_t limit);

/* missing.c: not too many PT_NOTEs, and nothing but notes in them. */
bool check_note_count(const struct image *f, struct row *row);
bool check_orphans(const struct image *f, struct row *row);

/* Says why a loader found no note. */
bool missing_note(const struct image *f, struct row *row);

/* rust.c: linux-loader's rules; e_entry has to be at least floor. */
bool check_linux_loader(const struct image *f, struct row *row, uint64_t floor);

/* bsd.c: e_entry is not that of PVH, so that there is another one. */
bool check_not_pvh(const struct image *f, struct row *row);

/* kit.c: what this project's own readers find in the file. */
bool kit_elf(const struct image *f, struct row *row, bool physical);
bool kit_is_limine(const struct image *f);
bool kit_multiboot(const struct image *f, uint32_t version);

/* Whether its Multiboot header says where the kernel goes; and its entry. */
bool kit_places(const struct image *f, uint32_t version);
bool kit_enters(const struct image *f, uint32_t version);

/* libelf.c: what Xen is required to have; a domU cannot be dom0. */
bool check_features(const struct image *f, struct row *row, bool domu);

/* segments.c: row->entry is in a segment. */
bool check_entry(const struct image *f, struct row *row);

#endif
