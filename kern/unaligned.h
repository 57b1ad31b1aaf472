/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads from memory that others laid out, at any alignment. */
#ifndef UNALIGNED_H
#define UNALIGNED_H

#include <stdint.h>

static inline uint16_t
read16(const void *p)
{
	uint16_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint32_t
read32(const void *p)
{
	uint32_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint64_t
read64(const void *p)
{
	uint64_t v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

#endif
