/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a PVH loader hands over. Source: Xen,
 * xen/include/public/arch-x86/hvm/start_info.h. All addresses are physical,
 * 0 means "not present", all memory belongs to the loader, and nothing need be
 * aligned.
 */
#ifndef START_INFO_H
#define START_INFO_H

#include <stddef.h>
#include <stdint.h>

#define HVM_START_MAGIC 0x336ec578

struct hvm_start_info {
	uint32_t magic;
	uint32_t version; /* above 1: fields were added, none changed */
	uint32_t flags;   /* SIF_* */
	uint32_t nr_modules;
	uint64_t modlist_paddr; /* struct hvm_modlist_entry[nr_modules] */
	uint64_t cmdline_paddr; /* ends in NUL */
	uint64_t rsdp_paddr;
	/* From version 1 on; version 0 ends here. */
	uint64_t memmap_paddr; /* struct hvm_memmap_table_entry[] */
	uint32_t memmap_entries;
	uint32_t reserved;
} __attribute__((packed));
#define HVM_START_INFO_V0_SIZE offsetof(struct hvm_start_info, memmap_paddr)
_Static_assert(HVM_START_INFO_V0_SIZE == 40, "start_info, version 0");
_Static_assert(sizeof(struct hvm_start_info) == 56, "start_info, version 1");

#define SIF_PRIVILEGED    0x0001
#define SIF_INITDOMAIN    0x0002
#define SIF_MULTIBOOT_MOD 0x0004
#define SIF_MOD_START_PFN 0x0008
#define SIF_VIRT_P2M      0x0010
#define SIF_PM_MASK       0xff00
#define SIF_KNOWN         0xff1f

struct hvm_modlist_entry {
	uint64_t paddr;
	uint64_t size; /* bytes */
	uint64_t cmdline_paddr;
	uint64_t reserved;
} __attribute__((packed));
_Static_assert(sizeof(struct hvm_modlist_entry) == 32, "modlist entry");

struct hvm_memmap_table_entry {
	uint64_t addr;
	uint64_t size; /* bytes */
	uint32_t type; /* as ACPI's E820: MEMMAP_* */
	uint32_t reserved;
} __attribute__((packed));
_Static_assert(sizeof(struct hvm_memmap_table_entry) == 24, "memmap entry");

#endif
