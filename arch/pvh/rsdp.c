/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACPI's root pointer. Firecracker and libkrun do not say where it is, so
 * the kit looks where a BIOS would have put it. Source: ACPI 6.5, 5.2.5.
 */
#include "kit.h"

#define RSDP_SIGNATURE 0x2052545020445352ull /* "RSD PTR " */
#define RSDP_SIZE_V0   20
#define RSDP_SIZE_MAX  4096
#define STEP           16 /* one that is searched for is at a multiple */

#define EBDA_SEGMENT   0x40e /* a real-mode segment, in the BIOS data area */
#define EBDA_LOWEST    0x500
#define EBDA_LIMIT     (0xa0000 - STEP) /* an RSDP is longer than a step */
#define EBDA_SIZE      1024
#define BIOS_START     0xe0000
#define BIOS_SIZE      0x20000

struct rsdp {
	uint64_t signature;
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length; /* from revision 2 on, as all that follows */
	uint64_t xsdt;
	uint8_t extended_checksum;
	uint8_t reserved[3];
} __attribute__((packed));
_Static_assert(sizeof(struct rsdp) == 36, "rsdp, revision 2");
_Static_assert(offsetof(struct rsdp, length) == RSDP_SIZE_V0, "revision 0");

static uint8_t
sum(const void *bytes, uint32_t size)
{
	const uint8_t *byte = bytes;
	uint8_t total = 0;

	while (size > 0)
		total += byte[--size];
	return total;
}

/* Reads each byte only once, for memory may change while it is checked. */
static bool
rsdp_valid(const struct physmem *pm, uint64_t paddr)
{
	const char *from = physmem_at(pm, paddr, RSDP_SIZE_V0);
	const uint32_t size = sizeof(struct rsdp);
	struct rsdp rsdp;

	if (from == NULL)
		return false;
	physmem_copy((char *)&rsdp, from, RSDP_SIZE_V0);
	if (rsdp.signature != RSDP_SIGNATURE || sum(&rsdp, RSDP_SIZE_V0) != 0)
		return false;
	if (rsdp.revision < 2)
		return true;
	if (physmem_at(pm, paddr, size) == NULL)
		return false;
	physmem_copy(
	    (char *)&rsdp.length, from + RSDP_SIZE_V0, size - RSDP_SIZE_V0);
	if (rsdp.length < size || rsdp.length > RSDP_SIZE_MAX ||
	    physmem_at(pm, paddr, rsdp.length) == NULL)
		return false;
	from += size;
	return (uint8_t)(sum(&rsdp, size) + sum(from, rsdp.length - size)) == 0;
}

static bool
is_signed(uintptr_t bytes)
{
	return ((const struct word *)bytes)->bytes == RSDP_SIGNATURE;
}

/* Looks at every step; most memory does not even have the signature. */
static uint64_t
rsdp_scan(const struct physmem *pm, uint64_t start, uint64_t size)
{
	const uintptr_t bytes = (uintptr_t)physmem_at(pm, start, size);
	uint64_t i;

	for (i = 0; bytes != 0 && i < size; i += STEP)
		if (is_signed(bytes + i) && rsdp_valid(pm, start + i))
			return start + i;
	return 0;
}

uint64_t
rsdp_find(struct boot_view *view, uint64_t paddr)
{
	const uint16_t *segment;
	uint64_t ebda, found = 0;

	if (paddr != 0) {
		if (!rsdp_valid(&view->mem, paddr))
			pvh_warn(view, PVH_ODD_RSDP, 0, paddr);
		return paddr;
	}
	segment = physmem_at(&view->mem, EBDA_SEGMENT, sizeof(*segment));
	ebda = segment == NULL ? 0 : (uint64_t)*segment << 4;
	if (ebda >= EBDA_LOWEST && ebda < EBDA_LIMIT)
		found = rsdp_scan(&view->mem, ebda,
		    ebda + EBDA_SIZE < EBDA_LIMIT ? EBDA_SIZE
						  : EBDA_LIMIT - ebda);
	if (found == 0)
		found = rsdp_scan(&view->mem, BIOS_START, BIOS_SIZE);
	return found;
}
