/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FreeBSD amd64 preload metadata: what a native loader leaves for btext.
 * The writer (this kit) and the reader (a kernel) share this header and
 * nothing else. Source: FreeBSD sys/sys/linker.h, sys/x86/include/metadata.h,
 * sys/amd64/include/pc/bios.h, sys/x86/include/efi.h and sys/sys/reboot.h.
 *
 * At physical address modulep stands a list of records,
 *
 *	uint32_t type; uint32_t size; uint8_t data[size];
 *
 * each starting at a multiple of 8 bytes from modulep, the list ended by a
 * type and a size of 0. A file is a NAME record and all that follows up to
 * the next NAME; the first file is the kernel. An address in a record is
 * physical, and reached at KERNBASE + address, unless it says otherwise.
 */
#ifndef METADATA_H
#define METADATA_H

#include <stdint.h>

#define MODINFO_END   0x0000
#define MODINFO_NAME  0x0001 /* string */
#define MODINFO_TYPE  0x0002 /* string */
#define MODINFO_ADDR  0x0003 /* uint64_t */
#define MODINFO_SIZE  0x0004 /* uint64_t, bytes */
#define MODINFO_EMPTY 0x0005 /* a deleted record: to be skipped */
#define MODINFO_ARGS  0x0006 /* string; GRUB's has no NUL */

/* Metadata records have this bit set in their type. */
#define MODINFO_METADATA     0x8000
#define MODINFOMD_ENVP       0x0006 /* uint64_t: kenv block, or 0 */
#define MODINFOMD_HOWTO      0x0007 /* uint32_t: RB_* */
#define MODINFOMD_KERNEND    0x0008 /* uint64_t: end of all that is loaded */
#define MODINFOMD_FW_HANDLE  0x000c /* uint64_t: EFI system table */
#define MODINFOMD_SMAP       0x1001 /* struct bios_smap[] */
#define MODINFOMD_EFI_MAP    0x1004 /* struct efi_map_header, descriptors */
#define MODINFOMD_EFI_FB     0x1005 /* struct efi_fb */
#define MODINFOMD_MODULEP    0x1006 /* uint64_t: modulep itself */

#define KERNEL_TYPE          "elf kernel"   /* FreeBSD's loaders and PVH */
#define KERNEL_TYPE_GRUB     "elf64 kernel" /* GRUB's kfreebsd */
#define MODULE_TYPE_MD_IMAGE "md_image"     /* a disk image or initrd */

/* The memory map: true physical ranges, the types of ACPI's E820. */
struct bios_smap {
	uint64_t base;
	uint64_t length;
	uint32_t type;
} __attribute__((packed));
_Static_assert(sizeof(struct bios_smap) == 20, "bios_smap is packed");

#define SMAP_TYPE_MEMORY       1
#define SMAP_TYPE_RESERVED     2
#define SMAP_TYPE_ACPI_RECLAIM 3
#define SMAP_TYPE_ACPI_NVS     4
#define SMAP_TYPE_ACPI_ERROR   5
#define SMAP_TYPE_DISABLED     6
#define SMAP_TYPE_PMEM         7

/* EFI_MAP: this header, padded to 32 bytes, then the firmware's own map. */
struct efi_map_header {
	uint64_t memory_size;     /* of all descriptors, bytes */
	uint64_t descriptor_size; /* stride, bytes */
	uint32_t descriptor_version;
};
#define EFI_MAP_DESCRIPTORS 32

/* EFI_FB: the frame buffer of EFI's graphics output, as firmware left it. */
struct efi_fb {
	uint64_t fb_addr; /* true physical */
	uint64_t fb_size; /* bytes */
	uint32_t height, width;
	uint32_t stride; /* pixels from a line to the next */
	uint32_t mask_red, mask_green, mask_blue, mask_reserved;
};
#define EFI_FB_SIZE 44 /* without the padding, which a record may lack */
_Static_assert(sizeof(struct efi_fb) == EFI_FB_SIZE + 4, "as FreeBSD has it");

/*
 * boothowto: the letter of a command line's -word, the name that boot_NAME
 * has in the kenv, the bit. Source: FreeBSD sys/kern/subr_boot.c.
 */
#define BOOTHOWTO(X)                   \
	X('a', "askname", 0x00000001)  \
	X('s', "single", 0x00000002)   \
	X('r', "dfltroot", 0x00000020) \
	X('d', "ddb", 0x00000040)      \
	X('v', "verbose", 0x00000800)  \
	X('h', "serial", 0x00001000)   \
	X('C', "cdrom", 0x00002000)    \
	X('g', "gdb", 0x00008000)      \
	X('m', "mute", 0x00010000)     \
	X('p', "pause", 0x00100000)    \
	X('P', "probe", 0x10000000)    \
	X('D', "multicons", 0x20000000)

#endif
