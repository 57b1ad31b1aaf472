/* SPDX-License-Identifier: BSD-2-Clause */
/* The firmware's memory map, as the kernel gets it (MODINFOMD_EFI_MAP). */
#include "loader.h"

#define SLACK 64 /* descriptors that may be added until map_read() */

uint64_t
map_room(void)
{
	UINTN size = 0, key, stride = 0;
	UINT32 version;

	BOOT->GetMemoryMap(&size, NULL, &key, &stride, &version);
	if (stride < sizeof(EFI_MEMORY_DESCRIPTOR))
		stride = sizeof(EFI_MEMORY_DESCRIPTOR);
	return EFI_MAP_DESCRIPTORS + size + SLACK * stride;
}

EFI_STATUS
map_read(struct efi_map_header *map, uint64_t room, UINTN *key)
{
	UINTN size = room - EFI_MAP_DESCRIPTORS, stride = 0;
	UINT32 version = 0;
	EFI_STATUS status;

	status = BOOT->GetMemoryMap(&size,
	    (EFI_MEMORY_DESCRIPTOR *)((char *)map + EFI_MAP_DESCRIPTORS), key,
	    &stride, &version);
	if (status != EFI_SUCCESS)
		return fail(status, "memory map", "the firmware gives none");
	map->memory_size = size;
	map->descriptor_size = stride;
	map->descriptor_version = version;
	return EFI_SUCCESS;
}
