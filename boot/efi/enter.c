/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of the firmware: its last map goes into the metadata, and jump.asm
 * does the rest in memory that no part of the kernel is moved to.
 */
#include "loader.h"

#define SLACK      64 /* descriptors that may come on top */
#define EXIT_TRIES 4
#define PG_TABLE   0x23ull /* V, RW, A */
#define PG_LARGE   0xe3ull /* V, RW, A, M, PS */
#define TABLES     (6 * PAGE)

/* jump.asm: its bytes, and what it takes. */
extern const char jump[], jump_end[];
struct jump_args {
	uint64_t cr3, stack;
	uint64_t to, from, words;
	uint64_t entry, modulep, kernend;
};

static char *map; /* struct efi_map_header, the firmware's descriptors */
static uint64_t map_size, tables, safe;

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

/* 0 to 4 GiB at 0, 0 to 2 GiB at KERNBASE. */
static void
fill_tables(void)
{
	uint64_t *pml4 = (uint64_t *)tables, *pdpt = pml4 + 512;
	uint64_t *pd = pdpt + 512, i;

	for (i = 0; i < 2 * 512; i++)
		pml4[i] = 0;
	for (i = 0; i < 4 * 512; i++)
		pd[i] = i << 21 | PG_LARGE;
	for (i = 0; i < 4; i++)
		pdpt[i] = (uint64_t)(pd + i * 512) | PG_TABLE;
	pdpt[510] = pdpt[0];
	pdpt[511] = pdpt[1];
	pml4[0] = pml4[511] = (uint64_t)pdpt | PG_TABLE;
}

EFI_STATUS
enter_prepare(const struct kernel *kernel)
{
	map_size = map_room();
	map = (char *)pages_below(EfiLoaderData, map_size, BELOW_4G);
	tables = pages_beside(EfiLoaderCode, TABLES, BELOW_1G, kernel->place);
	safe = pages_beside(EfiLoaderCode, PAGE, BELOW_1G, kernel->place);
	if (map == NULL || tables == 0 || safe == 0)
		return fail(EFI_OUT_OF_RESOURCES, "memory map",
		    "no memory for page tables and the map");
	fill_tables();
	physmem_copy((char *)safe, jump, jump_end - jump);
	return EFI_SUCCESS;
}

/* Whether the firmware, once gone, leaves this page. */
static bool
is_free(uint64_t paddr, const struct efi_map_header *header)
{
	const char *at = map + EFI_MAP_DESCRIPTORS;
	const char *end = at + header->memory_size;
	const EFI_MEMORY_DESCRIPTOR *d;

	for (; at < end; at += header->descriptor_size) {
		d = (const EFI_MEMORY_DESCRIPTOR *)at;
		if (paddr >= d->PhysicalStart &&
		    (paddr - d->PhysicalStart) / PAGE < d->NumberOfPages)
			return (d->Type >= EfiLoaderCode &&
				   d->Type <= EfiBootServicesData) ||
			    d->Type == EfiConventionalMemory;
	}
	return false;
}

static EFI_STATUS
get_map(const struct kernel *kernel, UINTN *key)
{
	struct efi_map_header *header = (struct efi_map_header *)map;
	UINTN size = map_size - EFI_MAP_DESCRIPTORS, stride;
	UINT32 version;
	uint64_t page;
	EFI_STATUS status;

	status = BOOT->GetMemoryMap(&size,
	    (EFI_MEMORY_DESCRIPTOR *)(map + EFI_MAP_DESCRIPTORS), key, &stride,
	    &version);
	if (status != EFI_SUCCESS)
		return fail(status, "memory map", "the firmware gives none");
	header->memory_size = size;
	header->descriptor_size = stride;
	header->descriptor_version = version;
	for (page = kernel->place.start; page < kernel->place.end; page += PAGE)
		if (!is_free(page, header))
			return fail(EFI_OUT_OF_RESOURCES, "memory map",
			    "the kernel's page at 0x%lx is not free", page);
	return EFI_SUCCESS;
}

EFI_STATUS
enter(const struct kernel *kernel, struct boot_view *view)
{
	struct jump_args *args = (struct jump_args *)(safe + PAGE / 2);
	struct boot_record *record = &view->record[view->record_count++];
	struct arena arena = view->arena;
	struct native_args native;
	EFI_STATUS status = EFI_SUCCESS;
	uint32_t tries;
	UINTN key;

	for (tries = 0; tries < EXIT_TRIES; tries++) {
		status = get_map(kernel, &key);
		if (status != EFI_SUCCESS)
			return status;
		*record = (struct boot_record){ MODINFOMD_EFI_MAP,
			EFI_MAP_DESCRIPTORS +
			    ((struct efi_map_header *)map)->memory_size,
			map };
		view->arena = arena;
		if (!preload_write(view, &native))
			return fail(EFI_OUT_OF_RESOURCES, "metadata",
			    "no room after %lu bytes", view->defect.value);
		*args = (struct jump_args){ tables, safe + PAGE,
			kernel->place.start, (uint64_t)kernel->memory,
			(kernel->place.end - kernel->place.start) / 8,
			kernel->image.entry, native.modulep, native.kernend };
		status = BOOT->ExitBootServices(loader_image, key);
		if (status == EFI_SUCCESS)
			((void (*)(struct jump_args *))safe)(args);
	}
	return fail(status, "ExitBootServices", "refused %u times", tries);
}
