/* SPDX-License-Identifier: BSD-2-Clause */
/* The stages of limine_write(), in their order, and what they share. */
#ifndef STAGES_H
#define STAGES_H

#include "limine.h"

/* Finds the requests, and the base revision, which it answers. */
bool limine_scan(struct limine *l);

/* Gives the kernel, its file, the modules and the kit their types in the map;
 * copies the files that do not have pages of their own. */
bool limine_reserve(struct limine *l);

/* Page tables: the kernel's image, the direct map, the identity map. */
bool limine_map(struct limine *l);

/* Answers all requests but the three below. */
bool limine_respond(struct limine *l);
bool limine_modules(struct limine *l, struct limine_request *request);
bool limine_screen(struct limine *l, struct limine_request *request);
bool limine_memmap(struct limine *l, struct limine_request *request);

/* The map's entry for a range of the view's; its length is 0 if there is none,
 * because no whole page is in it. */
struct limine_entry limine_entry(struct memmap_range range);

/* Size bytes of the kernel's image; NULL if they are not all in it. */
void *limine_at(const struct limine *l, uint64_t virtual, uint64_t size);

/* Where the kernel reaches a copy of s; 0, and a defect, without room. */
uint64_t limine_string(struct limine *l, const char *s);

/* Where it reaches a new struct limine_file; 0, and a defect, without room. */
uint64_t limine_file(struct limine *l, uint64_t paddr, uint64_t size,
    uint64_t path, uint64_t string);

/* The same of a module; string is where the kernel reaches its string, or 0
 * for what the command line has after the name. */
uint64_t limine_module(
    struct limine *l, const struct boot_module *m, uint64_t string);

/*
 * The same of the module that the kernel asks for as number i. *file is left
 * as it is if there is none, and it need not be; used is for each module.
 */
bool limine_internal(struct limine *l, const struct limine_request *request,
    uint64_t i, bool *used, uint64_t *file);

/* The length of the word at s. */
uint32_t limine_word(const char *s);

/* A module's name, which limine_word() ends, and which may be empty: the first
 * word of its command line, less a slash at its front. */
const char *limine_name(const struct boot_module *m);

/*
 * The clock of the CMOS: limine_cmos() reads its registers, of which
 * limine_seconds() makes seconds since 1970; -1 if they make no sense.
 */
#define CMOS_SECONDS 0x00
#define CMOS_MINUTES 0x02
#define CMOS_HOURS   0x04
#define CMOS_DAY     0x07
#define CMOS_MONTH   0x08
#define CMOS_YEAR    0x09
#define CMOS_STATUS  0x0b
#define CMOS_CENTURY 0x32
#define CMOS_SIZE    0x33
void limine_cmos(uint8_t registers[CMOS_SIZE]);
int64_t limine_seconds(const uint8_t registers[CMOS_SIZE]);

#endif
