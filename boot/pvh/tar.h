/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An archive as "tar --format=ustar" writes it (POSIX, pax, ustar Interchange
 * Format). Trusts nothing in it.
 */
#ifndef TAR_H
#define TAR_H

#include <stdbool.h>
#include <stdint.h>

#define TAR_BLOCK 512
#define TAR_NAME  (155 + 1 + 100 + 1)

struct tar {
	const char *bytes;
	uint64_t size;
	uint64_t at;     /* the next header, from 0 on */
	uint32_t others; /* entries that are neither files nor folders */
};

struct tar_file {
	char name[TAR_NAME]; /* with its folders, without ./ and / in front */
	const char *data;
	uint64_t size;
};

/* Whether the bytes begin like such an archive. */
bool tar_is(const char *bytes, uint64_t size);

/*
 * The next file. False at the archive's end, and where it is not sound: then
 * *why says why, and tar->at is the header in question; or else it is NULL.
 */
bool tar_next(struct tar *tar, struct tar_file *file, const char **why);

#endif
