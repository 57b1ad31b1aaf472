/* SPDX-License-Identifier: BSD-2-Clause */
/* Which copies of the RSDP a Multiboot 2 kernel gets. */
#include "multiboot.h"

#define SIGNATURE 0x2052545020445352ull /* "RSD PTR " */
#define OLD       20
#define NEW       36
#define LIMIT     4096

/* The parts that count here (ACPI 6.5, 5.2.5.3). */
struct rsdp {
	uint64_t signature;
	uint8_t checksum, oem[6], revision;
	uint32_t rsdt;
	uint32_t length; /* from revision 2 on */
} MULTIBOOT_PACKED;

const char *
multiboot_rsdp(const struct boot_view *view, uint32_t *old, uint32_t *new)
{
	const struct rsdp *rsdp = pvh_at(view, view->rsdp, OLD);

	*old = *new = 0;
	if (rsdp == NULL || rsdp->signature != SIGNATURE)
		return NULL;
	if (rsdp->rsdt != 0)
		*old = OLD;
	if (rsdp->revision >= 2 && pvh_at(view, view->rsdp, NEW) != NULL &&
	    rsdp->length >= NEW && rsdp->length <= LIMIT &&
	    pvh_at(view, view->rsdp, rsdp->length) != NULL)
		*new = rsdp->length;
	return (const char *)rsdp;
}
