/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: the one place where a physical address becomes a pointer.
 * Everything that a loader hands over is read through it: on the target, and
 * in tests on a host, where physical memory is a buffer.
 */
#ifndef PHYSMEM_H
#define PHYSMEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE 0x1000ull
#define GIB  0x40000000ull

/* Bytes [start, end), physical. */
struct extent {
	uint64_t start;
	uint64_t end;
};

/* The window: physical memory [0, size), mapped at base; less the door. */
struct physmem {
	uintptr_t base;
	uint64_t size;
	struct extent door;
};

/* Eight bytes, which need not be aligned. */
struct word {
	uint64_t bytes;
} __attribute__((packed, may_alias));

/* Whether addr + size does not wrap and is at most limit. */
static inline bool
range_below(uint64_t addr, uint64_t size, uint64_t limit)
{
	return size <= limit && addr <= limit - size;
}

/* The next page boundary at or above addr. */
static inline uint64_t
page_up(uint64_t addr)
{
	return (addr + PAGE - 1) & ~(PAGE - 1);
}

/* Whether two ranges that do not wrap share a byte; empty ones never do. */
bool overlaps(uint64_t addr, uint64_t size, struct extent other);

/*
 * A pointer to size bytes at paddr; NULL if the range wraps, is not all in the
 * window, overlaps the door, or if paddr is 0, which loaders use for "none".
 */
void *physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size);

/*
 * What physmem_at() says of one byte at paddr; *reach is for how many bytes it
 * would say the same, at most limit.
 */
const char *physmem_reach(
    const struct physmem *pm, uint64_t paddr, uint64_t limit, uint64_t *reach);

/* Copies in ascending order: the two may overlap if to is the lower one. */
void physmem_copy(char *to, const char *from, uint64_t size);

/*
 * Memory that ends above the window: physmem_far() says whether the CPU can
 * address it, physmem_copy_far() copies from there into the window.
 */
bool physmem_far(uint64_t paddr, uint64_t size);
void physmem_copy_far(char *to, uint64_t paddr, uint64_t size);

#endif
