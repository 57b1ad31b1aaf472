/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The preload metadata (metadata.h), read. Nothing in it is trusted; strings
 * and pointers given out point into it.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include <stdbool.h>
#include <stdint.h>
#include "kern/text.h"
#include "metadata.h"

/* A value v in the metadata is at base + v, if start <= v < end. */
struct preload {
	const unsigned char *base;
	uint64_t start, end;
	uint64_t modulep;
};

/* What is wrong with the metadata, and with which record. */
struct preload_error {
	const char *reason;
	uint64_t at; /* a value, as modulep is one */
	uint32_t type, size;
};

/* A loaded file, known by where the string of its name is; 0 is none. */
struct preload_file {
	uint64_t name;
};

/*
 * Looks at every record. The functions below want a preload that passed, and
 * end early, but safely, on one that did not.
 */
bool preload_check(const struct preload *pl, struct preload_error *err);

/* The file after this one, or the first one if *file is none. */
bool preload_next_file(const struct preload *pl, struct preload_file *file);

/* The file that is the kernel: the one with a map or KERNEND, or the last. */
bool preload_kernel(const struct preload *pl, struct preload_file *file);
bool preload_is_kernel(const struct preload *pl, struct preload_file file);

/* The data of a file's first record of that type, or NULL; and its size. */
const void *preload_search_info(const struct preload *pl,
    struct preload_file file, uint32_t type, uint32_t *size);

/* Records as numbers: false, and value untouched, if there is none. */
bool preload_u32(const struct preload *pl, struct preload_file file,
    uint32_t type, uint32_t *value);
bool preload_u64(const struct preload *pl, struct preload_file file,
    uint32_t type, uint64_t *value);

/* A record as a string without trailing blanks; empty if there is none. */
struct text preload_text(
    const struct preload *pl, struct preload_file file, uint32_t type);

#endif
