/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes pages from the firmware, and gives back all if the boot fails. */
#include "loader.h"

#define TRIES 16

static struct {
	uint64_t paddr;
	UINTN pages;
} taken[BOOT_MODULES * 2 + 64];

static uint64_t
take(EFI_ALLOCATE_TYPE how, EFI_MEMORY_TYPE type, uint64_t size,
    EFI_PHYSICAL_ADDRESS paddr)
{
	UINTN pages = (size + PAGE - 1) / PAGE, i;

	for (i = 0; i < COUNT(taken) && taken[i].pages != 0;)
		i++;
	if (i == COUNT(taken) || pages == 0 ||
	    BOOT->AllocatePages(how, type, pages, &paddr) != EFI_SUCCESS)
		return 0;
	taken[i].paddr = paddr;
	taken[i].pages = pages;
	return paddr;
}

uint64_t
pages_below(EFI_MEMORY_TYPE type, uint64_t size, uint64_t last)
{
	return take(AllocateMaxAddress, type, size, last);
}

uint64_t
pages_at(uint64_t size, uint64_t paddr)
{
	return take(AllocateAddress, EfiLoaderData, size, paddr);
}

void
pages_free(uint64_t paddr)
{
	UINTN i;

	for (i = 0; i < COUNT(taken); i++) {
		if (taken[i].pages == 0 || taken[i].paddr != paddr)
			continue;
		BOOT->FreePages(paddr, taken[i].pages);
		taken[i].pages = 0;
	}
}

void
pages_free_all(void)
{
	UINTN i;

	for (i = 0; i < COUNT(taken); i++)
		if (taken[i].pages != 0)
			pages_free(taken[i].paddr);
}

/*
 * Pages in the extent are kept until others are found, and only then freed: the
 * firmware would offer the same again.
 */
uint64_t
pages_beside(uint64_t size, struct extent avoid)
{
	uint64_t held[TRIES], paddr = 0;
	uint32_t n;

	for (n = 0; n < TRIES; n++) {
		paddr = pages_below(EfiLoaderCode, size, BELOW_1G);
		if (paddr == 0 || !overlaps(paddr, size, avoid))
			break;
		held[n] = paddr;
		paddr = 0;
	}
	while (n-- > 0)
		pages_free(held[n]);
	return paddr;
}
