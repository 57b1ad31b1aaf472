/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space. Two windows, and nothing else:
 *
 *	DMAP_BASE + p	physical memory; data only
 *	KERNBASE + p	the kernel and what was loaded with it
 */
#ifndef PMAP_H
#define PMAP_H

#include <stdint.h>

#define DMAP_BASE  0xffff800000000000ull
#define DMAP_SIZE  (1ull << 46)
#define KERNBASE   0xffffffff80000000ull
#define PAGE_SIZE  4096ull
#define LOW_MEMORY (1ull << 20)

struct boot;

/* ldscript/kernel.ld */
extern char kernel_start[], etext[], erodata[], kernel_end[];

/* The physical address of a symbol of the kernel. */
static inline uint64_t
kernel_paddr(const char *symbol)
{
	return (uintptr_t)symbol - KERNBASE;
}

/*
 * Leaves the loader's page tables for our own: the kernel W^X, and the direct
 * map. Panics if there is no room for them. pmap_map (kern/machine.h) works
 * from here on.
 */
void pmap_init(const struct boot *boot);

#endif
