/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader of the preload metadata (metadata.h). Nothing in that is trusted.
 * The strings and pointers that are returned point into it.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include <stdbool.h>
#include <stdint.h>
#include "kern/text.h"
#include "metadata.h"

/* An address v in the metadata is at base + v, if start <= v < end. */
struct preload {
	const unsigned char *base;
	uint64_t start, end;
	uint64_t modulep;
};

/* What is wrong with the metadata, and with which record. */
struct preload_error {
	const char *reason;
	uint64_t at; /* an address, as modulep is */
	uint32_t type, size;
};

/* A loaded file, identified by the address of its name; 0 is none. */
struct preload_file {
	uint64_t name;
};

/*
 * Checks every record. The functions below are meant for metadata that passed;
 * with any other they end early, but safely.
 */
bool preload_check(const struct preload *pl, struct preload_error *err);

/* The file after this one, or the first one if *file is none. */
bool preload_next_file(const struct preload *pl, struct preload_file *file);

/* The last kernel that has a map or KERNEND, or else the last kernel. */
bool preload_kernel(const struct preload *pl, struct preload_file *file);
bool preload_is_kernel(const struct preload *pl, struct preload_file file);

/* The data of a file's first record of that type, or NULL; and its size. */
const void *preload_search_info(const struct preload *pl,
    struct preload_file file, uint32_t type, uint32_t *size);

/* A record as a number; false, and *value unchanged, if there is none. */
bool preload_u32(const struct preload *pl, struct preload_file file,
    uint32_t type, uint32_t *value);
bool preload_u64(const struct preload *pl, struct preload_file file,
    uint32_t type, uint64_t *value);

/* A record as a string without trailing blanks; empty if there is none. */
struct text preload_text(
    const struct preload *pl, struct preload_file file, uint32_t type);

#endif
