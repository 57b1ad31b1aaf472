/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Leaves the firmware: its last map goes into the metadata, and jump.asm does
 * the rest, in memory that no part is moved to.
 */
#include "loader.h"

#define EXIT_TRIES 4
#define PG_TABLE   0x23ull /* V, RW, A */
#define PG_LARGE   0xe3ull /* V, RW, A, M, PS */
#define TABLES     (6 * PAGE)

/* jump.asm: its code, and the arguments that it takes. */
extern const char jump[], jump_end[];
struct jump_move {
	uint64_t to, from, words;
};
struct jump_args {
	uint64_t cr3, stack;
	uint64_t entry, modulep, kernend;
	struct jump_move move[PARTS + 1]; /* ended by one of no words */
};

/* Two pages: the code and its stack, then the arguments. */
#define SAFE (2 * PAGE)
_Static_assert(sizeof(struct jump_args) <= PAGE, "more than a page");

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
	physmem_copy((char *)safe, jump, jump_end - jump);
	return EFI_SUCCESS;
}

static void
fill_args(struct jump_args *args, uint64_t entry, const struct freebsd *bsd)
{
	struct jump_move *move = args->move;
	const struct part *part = parts.part;

	args->cr3 = tables;
	args->stack = safe + PAGE;
	args->entry = entry;
	args->modulep = bsd->modulep;
	args->kernend = bsd->kernend;
	for (; part < parts.part + parts.count; part++)
		if (part->to != part->from)
			*move++ = (struct jump_move){ part->to, part->from,
				part->size / 8 };
	move->words = 0;
}

EFI_STATUS
enter(uint64_t entry, struct freebsd *bsd)
{
	struct jump_args *args = (struct jump_args *)(safe + PAGE);
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
			((void (*)(struct jump_args *))safe)(args);
	}
	return fail(status, "ExitBootServices", "refused %u times", tries);
}
