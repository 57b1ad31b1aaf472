/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: the one place where a physical address becomes a pointer.
 * Everything a loader hands over goes through it, on the target and on a
 * host, where the window is a buffer.
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

/* Physical memory [0, size), seen at base; the door itself is no input. */
struct physmem {
	uintptr_t base;
	uint64_t size;
	struct extent door;
};

/* Eight bytes at any address. */
struct word {
	uint64_t bytes;
} __attribute__((packed, may_alias));

/* Whether addr + size is a number and at most limit. */
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
 * A pointer to size bytes at paddr; NULL if any of them wraps, lies outside the
 * window or inside the door, or if paddr is 0, the ABI's "not present".
 */
void *physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size);

/* How many bytes from paddr on the gate would let through, limit at most. */
uint64_t physmem_reach(
    const struct physmem *pm, uint64_t paddr, uint64_t limit);

/* Copies upwards: memory may overlap if to is the lower of the two. */
void physmem_copy(char *to, const char *from, uint64_t size);

/*
 * Memory that ends above the window: whether this CPU has such addresses; and
 * the copy from there into the window.
 */
bool physmem_far(uint64_t paddr, uint64_t size);
void physmem_copy_far(char *to, uint64_t paddr, uint64_t size);

#endif
