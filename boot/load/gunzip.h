/* SPDX-License-Identifier: BSD-2-Clause */
/* Unpacks gzip files with Debian's zlib, which is compiled for each loader. */
#ifndef GUNZIP_H
#define GUNZIP_H

#include <stdbool.h>
#include <stdint.h>

/* Whether size bytes begin like a gzip file. */
static inline bool
gunzip_is(const void *packed, uint64_t size)
{
	const uint8_t *magic = packed;

	return size >= 2 && magic[0] == 0x1f && magic[1] == 0x8b;
}

/*
 * Unpacks size bytes to memory of *room bytes; or only counts, if to is NULL.
 * *room, whatever it was then, becomes the number of bytes unpacked, which is
 * below 4 GiB. NULL, or what is wrong.
 */
const char *gunzip(const void *packed, uint64_t size, char *to, uint64_t *room);

#endif
