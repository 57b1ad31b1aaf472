/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space, from pmap_init() on. p is a physical address; all pages
 * are for ring 0, and cached as the MTRRs say; data is not executed, if the CPU
 * has no-execute.
 *
 *	KERNBASE + p	the kernel and what was loaded with it
 *	  to etext	execute, read
 *	  to erodata	read
 *	  to kernend	read, write: data, the door, modules, metadata
 *	  guards	nothing: the first page of each stack (trap.h)
 *	DMAP_BASE + p	memory, below the CPU's limit and DMAP_SIZE
 *	  low		read, write: 0 to LOW_MEMORY, whatever the map says
 *	  the kernel	read: kernel_start to erodata
 *	  the map's	read, write: RAM, persistent, ACPI's, in whole pages
 *	  pmap_map's	read, write: what it was asked for, in whole pages
 *	elsewhere	nothing: no loader's page, none at 0
 *
 * So no memory is both written and executed, by whatever address. The tables
 * are in free RAM, behind kernend and below LOAD_LIMIT. There are four levels,
 * or five if the loader left it so (CR4.LA57).
 */
#ifndef PMAP_H
#define PMAP_H

#include <stdint.h>

#define DMAP_BASE  0xffff800000000000ull
#define DMAP_BITS  46
#define DMAP_SIZE  (1ull << DMAP_BITS)
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
