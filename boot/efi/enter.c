/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Leaves the firmware: its last map goes into the metadata, and jump.asm does
 * the rest, in memory that no part is moved to.
 */
#include "loader.h"
#include "move.h"

#define EXIT_TRIES 4
#define PG_TABLE   0x23ull /* V, RW, A */
#define PG_LARGE   0xe3ull /* V, RW, A, M, PS */
#define TABLES     (6 * PAGE)

/* FreeBSD's last steps (arch/pvh/freebsd/enter.asm). */
extern MOVE_OWN const char freebsd_enter[], freebsd_enter_end[];

/* Two pages: the code and its stack, then the arguments. */
#define SAFE (2 * PAGE)
_Static_assert(
    sizeof(struct move_args) + (PARTS + 1) * sizeof(struct move) <= PAGE,
    "more than a page");

static struct efi_map_header *map; /* the descriptors follow it */
static uint64_t map_size, tables, safe;

/* Maps 0 to 4 GiB at 0, and 0 to 2 GiB at KERNBASE. */
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

/*
 * Memory below 1 GiB that no part is moved to, and that no kernel writes to
 * before it has read the map.
 */
static uint64_t
take_safe(uint64_t size)
{
	struct extent avoid = { parts.part[0].to, parts_end() + HEADROOM };
	uint64_t paddr = pages_beside(size, avoid);

	if (paddr == 0)
		paddr = pages_below(EfiLoaderCode, size, avoid.start - 1);
	return paddr;
}

EFI_STATUS
enter_prepare(void)
{
	map_size = map_room();
	map = (struct efi_map_header *)pages_below(
	    EfiLoaderData, map_size, BELOW_4G);
	tables = take_safe(TABLES);
	safe = take_safe(SAFE);
	if (map == NULL || tables == 0 || safe == 0)
		return fail(EFI_OUT_OF_RESOURCES, "memory map",
		    "no memory for page tables and the map");
	fill_tables();
	physmem_copy((char *)safe, move_code, move_code_end - move_code);
	physmem_copy((char *)safe + (move_code_end - move_code), freebsd_enter,
	    freebsd_enter_end - freebsd_enter);
	return EFI_SUCCESS;
}

/* The firmware's GDT and IDT stay: the kernel loads its own. */
static void
fill_args(struct move_args *args, uint64_t entry, const struct freebsd *bsd)
{
	struct move *move = args->move;
	const struct part *part = parts.part;

	args->cr3 = tables;
	args->stack = safe + PAGE;
	args->entry = entry;
	args->first = bsd->modulep;
	args->second = bsd->kernend;
	__asm__("sgdt %0" : "=m"(args->gdt));
	__asm__("sidt %0" : "=m"(args->idt));
	for (; part < parts.part + parts.count; part++)
		if (part->to != part->from)
			*move++ = (struct move){ part->to, part->from,
				part->size / 8 };
	move->words = 0;
}

EFI_STATUS
enter(uint64_t entry, struct freebsd *bsd)
{
	struct move_args *args = (struct move_args *)(safe + PAGE);
	struct freebsd_record *record = &bsd->record[bsd->record_count++];
	struct arena arena = bsd->view->arena;
	EFI_STATUS status = EFI_SUCCESS;
	uint32_t tries;
	UINTN key;

	for (tries = 0; tries < EXIT_TRIES; tries++) {
		status = map_read(map, map_size, &key);
		if (status != EFI_SUCCESS)
			return status;
		status = parts_check(map);
		if (status != EFI_SUCCESS)
			return status;
		*record = (struct freebsd_record){ MODINFOMD_EFI_MAP,
			EFI_MAP_DESCRIPTORS + map->memory_size,
			(const char *)map };
		bsd->view->arena = arena;
		if (!preload_write(bsd))
			return fail(EFI_OUT_OF_RESOURCES, "metadata",
			    "no room after %lu bytes", bsd->view->defect.value);
		fill_args(args, entry, bsd);
		status = BOOT->ExitBootServices(loader_image, key);
		if (status == EFI_SUCCESS)
			((void (*)(struct move_args *))safe)(args);
	}
	return fail(status, "ExitBootServices", "refused %u times", tries);
}
