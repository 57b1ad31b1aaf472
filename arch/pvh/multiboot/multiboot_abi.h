/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a Multiboot kernel brings along and what it reads. Sources: Multiboot
 * Specification 0.6.96, 3.1 and 3.3; Multiboot2 Specification 2.0, 3.1 and 3.6.
 * All numbers are little-endian, and all addresses physical.
 */
#ifndef MULTIBOOT_ABI_H
#define MULTIBOOT_ABI_H

#include <stdint.h>

#define MULTIBOOT_PACKED __attribute__((packed, may_alias))

/* ---- version 1: the header in the kernel's first 8 KiB, 4-aligned */

#define MB1_SEARCH   8192
#define MB1_MAGIC    0x1badb002
#define MB1_EAX      0x2badb002u /* at the entry; ebx has the information */

#define MB1_ALIGN    (1u << 0)  /* modules begin at pages */
#define MB1_MEMORY   (1u << 1)  /* mem_lower, mem_upper, and the map */
#define MB1_MODE     (1u << 2)  /* mode_type and the rest are there */
#define MB1_ADDRESS  (1u << 16) /* header_addr to entry_addr are there */
#define MB1_REQUIRED 0xffffu    /* a loader that knows not all of these fails */

struct mb1_header {
	uint32_t magic, flags, checksum; /* the sum of the three is 0 */
	uint32_t header_addr, load_addr, load_end_addr, bss_end_addr,
	    entry_addr;
	uint32_t mode_type;            /* 0: a frame buffer, 1: text */
	uint32_t width, height, depth; /* 0: any */
} MULTIBOOT_PACKED;

/* Which fields of the information are there. */
#define MB1_HAS_MEMORY  (1u << 0)
#define MB1_HAS_CMDLINE (1u << 2)
#define MB1_HAS_MODULES (1u << 3)
#define MB1_HAS_ELF     (1u << 5)
#define MB1_HAS_MAP     (1u << 6)
#define MB1_HAS_LOADER  (1u << 9)
#define MB1_HAS_SCREEN  (1u << 12)

/* A frame buffer of red, green and blue, as both versions have it. */
struct mb_screen {
	uint64_t addr;
	uint32_t pitch; /* bytes from a line to the next */
	uint32_t width, height;
	uint8_t bpp, type;
} MULTIBOOT_PACKED;
#define MB_SCREEN_RGB 1

struct mb_colours { /* the lowest bit, and how many */
	uint8_t red_shift, red_size, green_shift, green_size, blue_shift,
	    blue_size;
} MULTIBOOT_PACKED;

struct mb1_info {
	uint32_t flags;
	uint32_t mem_lower, mem_upper; /* KiB from 0, and from 1 MiB */
	uint32_t boot_device;
	uint32_t cmdline;
	uint32_t mods_count, mods_addr;
	uint32_t elf_num, elf_size, elf_addr, elf_shndx;
	uint32_t mmap_length, mmap_addr; /* bytes */
	uint32_t drives_length, drives_addr, config_table;
	uint32_t boot_loader_name;
	uint32_t apm_table;
	uint32_t vbe_control_info, vbe_mode_info;
	uint16_t vbe_mode, vbe_interface_seg, vbe_interface_off,
	    vbe_interface_len;
	struct mb_screen screen;
	struct mb_colours colours;
} MULTIBOOT_PACKED;
_Static_assert(sizeof(struct mb1_info) == 116, "as the specification has it");

struct mb1_module {
	uint32_t start, end, string, reserved;
} MULTIBOOT_PACKED;

struct mb1_range {
	uint32_t size; /* of what follows: 20 */
	uint64_t base, length;
	uint32_t type; /* as in ACPI's E820 */
} MULTIBOOT_PACKED;

/* ---- version 2: the header in the first 32 KiB, 8-aligned, tags behind it */

#define MB2_SEARCH   32768
#define MB2_MAGIC    0xe85250d6
#define MB2_I386     0
#define MB2_EAX      0x36d76289u
#define MB2_OPTIONAL 1

struct mb2_header {
	uint32_t magic, architecture;
	uint32_t header_length, checksum; /* the sum of the four is 0 */
} MULTIBOOT_PACKED;

enum mb2_request {
	MB2_END,
	MB2_INFORMATION, /* uint32_t types of the tags in enum mb2_tag */
	MB2_ADDRESS,
	MB2_ENTRY,
	MB2_CONSOLE,     /* uint32_t flags */
	MB2_FRAMEBUFFER, /* uint32_t width, height, depth; 0: any */
	MB2_MODULE_ALIGN,
	MB2_EFI_BS,
	MB2_EFI_I386,
	MB2_EFI_AMD64,
	MB2_RELOCATABLE,
};
#define MB2_CONSOLE_REQUIRED 1u

/* Begins at a multiple of 8 bytes; size is without the padding. */
struct mb2_request_tag {
	uint16_t type, flags;
	uint32_t size;
	uint32_t word[];
} MULTIBOOT_PACKED;

enum mb2_tag {
	MB2_TAG_END,
	MB2_TAG_CMDLINE,
	MB2_TAG_LOADER,
	MB2_TAG_MODULE, /* uint32_t start, end; string */
	MB2_TAG_MEMORY, /* uint32_t mem_lower, mem_upper */
	MB2_TAG_MAP = 6,
	MB2_TAG_SCREEN = 8,
	MB2_TAG_ELF,
	MB2_TAG_ACPI_OLD = 14,
	MB2_TAG_ACPI_NEW,
	MB2_TAG_LOAD_BASE = 21, /* uint32_t; the last one that is known */
};

struct mb2_info {
	uint32_t total_size, reserved; /* the tags follow */
} MULTIBOOT_PACKED;

struct mb2_info_tag {
	uint32_t type, size;
	uint32_t word[];
} MULTIBOOT_PACKED;

struct mb2_range {
	uint64_t base, length;
	uint32_t type, reserved;
} MULTIBOOT_PACKED;

#endif
