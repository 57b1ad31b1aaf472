/* SPDX-License-Identifier: BSD-2-Clause */
/* All that the loader told the kernel. */
#ifndef BOOT_H
#define BOOT_H

#include "kern/kenv.h"
#include "kern/physmap.h"
#include "kern/preload.h"

/*
 * A physical address: loaders put everything below it, and map all that is
 * below it at KERNBASE.
 */
#define LOAD_LIMIT (1ull << 30)

/* Before boot_init() preload is set, and everything else is zero. */
struct boot {
	struct preload preload;
	struct preload_file kernel;
	uint64_t start, kernend; /* physical, as the metadata says */
	struct kenv kenv;
	struct physmap map;
	uint32_t howto;
	bool has_fb;
	struct efi_fb fb; /* all zero if its record is too short */
};

/* One of the files that were loaded: the kernel, or a module. */
struct boot_file {
	struct preload_file file;
	bool is_kernel;
	struct text name, type, args; /* empty if there is none */
	bool is_placed;               /* addr and size are known */
	uint64_t addr, size;          /* physical, not checked */
};

/* Reads the metadata; panics on what makes no sense. */
void boot_init(struct boot *boot);

/* Goes to the next file; *f is all zero before the first. False: no more. */
bool boot_next_file(const struct boot *boot, struct boot_file *f);

/*
 * The address of ACPI's RSDP: the loader's, or a BIOS's, for UEFI leaves none
 * to find. 0: none. Needs pmap_map (machine.h).
 */
uint64_t boot_rsdp(const struct boot *boot);

#endif
