/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map. */
#include "kern/physmap.h"
#include "kern/unaligned.h"

#define EFI_PAGE_SHIFT 12
#define EFI_DESCRIPTOR 40 /* bytes that are read; the stride may be more */

enum efi_memory_type {
	EFI_LOADER_CODE = 1,
	EFI_LOADER_DATA = 2,
	EFI_BOOT_SERVICES_CODE = 3,
	EFI_BOOT_SERVICES_DATA = 4,
	EFI_CONVENTIONAL = 7,
	EFI_UNUSABLE = 8,
	EFI_ACPI_RECLAIM = 9,
	EFI_ACPI_NVS = 10,
	EFI_PERSISTENT = 14,
};

static const char *
init_efi(struct physmap *mm, const unsigned char *map, uint32_t size)
{
	uint64_t bytes, stride;

	if (size < EFI_MAP_DESCRIPTORS)
		return "EFI_MAP has no header";
	bytes = read64(map + offsetof(struct efi_map_header, memory_size));
	stride = read64(map + offsetof(struct efi_map_header, descriptor_size));
	if (stride < EFI_DESCRIPTOR)
		return "EFI_MAP has descriptors that are too short";
	if (bytes > size - EFI_MAP_DESCRIPTORS)
		return "EFI_MAP is longer than its record";
	if (bytes % stride != 0)
		return "EFI_MAP is no number of descriptors";
	mm->entries = map + EFI_MAP_DESCRIPTORS;
	mm->stride = stride;
	mm->count = bytes / stride;
	mm->efi = true;
	return NULL;
}

const char *
physmap_init(
    struct physmap *mm, const struct preload *pl, struct preload_file kernel)
{
	const void *map;
	uint32_t size;

	*mm = (struct physmap){ 0 };
	map = preload_search_info(
	    pl, kernel, MODINFO_METADATA | MODINFOMD_EFI_MAP, &size);
	if (map != NULL)
		return init_efi(mm, map, size);
	map = preload_search_info(
	    pl, kernel, MODINFO_METADATA | MODINFOMD_SMAP, &size);
	if (map == NULL)
		return NULL;
	mm->entries = map;
	mm->stride = sizeof(struct bios_smap);
	mm->count = size / mm->stride;
	return size % mm->stride == 0 ? NULL : "SMAP is no number of entries";
}

static uint32_t
type_of_efi(uint32_t type)
{
	switch (type) {
	case EFI_LOADER_CODE:
	case EFI_LOADER_DATA:
	case EFI_BOOT_SERVICES_CODE:
	case EFI_BOOT_SERVICES_DATA:
	case EFI_CONVENTIONAL:
		return SMAP_TYPE_MEMORY;
	case EFI_UNUSABLE:
		return SMAP_TYPE_ACPI_ERROR;
	case EFI_ACPI_RECLAIM:
		return SMAP_TYPE_ACPI_RECLAIM;
	case EFI_ACPI_NVS:
		return SMAP_TYPE_ACPI_NVS;
	case EFI_PERSISTENT:
		return SMAP_TYPE_PMEM;
	default:
		return SMAP_TYPE_RESERVED;
	}
}

bool
physmap_entry(const struct physmap *mm, uint64_t i, struct physmap_range *r)
{
	const unsigned char *p = mm->entries + i * mm->stride;
	uint64_t length, pages;
	uint32_t type;

	if (mm->efi) {
		type = read32(p);
		pages = read64(p + 24);
		r->base = read64(p + 8);
		r->type = type_of_efi(type);
		r->free = type == EFI_CONVENTIONAL;
		length = pages > UINT64_MAX >> EFI_PAGE_SHIFT
		    ? UINT64_MAX
		    : pages << EFI_PAGE_SHIFT;
	} else {
		r->base = read64(p + offsetof(struct bios_smap, base));
		r->type = read32(p + offsetof(struct bios_smap, type));
		r->free = r->type == SMAP_TYPE_MEMORY;
		length = read64(p + offsetof(struct bios_smap, length));
	}
	if (length == 0)
		return false;
	r->last = length - 1 > UINT64_MAX - r->base ? UINT64_MAX
						    : r->base + (length - 1);
	return true;
}

bool
physmap_is_memory(uint32_t type)
{
	return type == SMAP_TYPE_MEMORY || type == SMAP_TYPE_ACPI_RECLAIM ||
	    type == SMAP_TYPE_ACPI_NVS || type == SMAP_TYPE_PMEM;
}
