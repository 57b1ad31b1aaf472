/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads ACPI's MADT, of which nothing is believed (ACPI 6.5, 5.2.5 to 5.2.12).
 */
#include "mp.h"
#include "pvh.h"

#define RSDP_SIZE     20 /* revision 0 ends here */
#define RSDP_REVISION 15
#define RSDP_RSDT     16
#define RSDP_XSDT     24
#define HEADER_SIZE   36 /* of a table; its length is at 4 */
#define TABLE_MAX     0x10000
#define SIGN_RSDT     0x54445352
#define SIGN_XSDT     0x54445358
#define SIGN_MADT     0x43495041 /* "APIC" */

#define LAPIC         0 /* ID at 2, APIC ID at 3, flags at 4 */
#define LAPIC_SIZE    8
#define X2APIC        9 /* APIC ID at 4, flags at 8, ID at 12 */
#define X2APIC_SIZE   16
#define ENABLED       0x1

/* A little-endian number of 4 bytes, which need not be aligned. */
static uint32_t
word(const uint8_t *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	    (uint32_t)bytes[3] << 24;
}

/* The same of 8 bytes, or only of the first 4. */
static uint64_t
address(const uint8_t *bytes, uint32_t width)
{
	return word(bytes) | (width == 8 ? (uint64_t)word(bytes + 4) << 32 : 0);
}

/* The table there, if it is in reach, and its signature and sum are right. */
static struct madt
table_at(const struct boot_view *view, uint64_t paddr, uint32_t signature)
{
	const struct madt none = { NULL, 0 };
	struct madt table = { pvh_at(view, paddr, HEADER_SIZE), 0 };
	uint8_t sum = 0;
	uint32_t i;

	if (table.bytes == NULL || word(table.bytes) != signature)
		return none;
	table.size = word(table.bytes + 4);
	if (table.size < HEADER_SIZE || table.size > TABLE_MAX ||
	    pvh_at(view, paddr, table.size) == NULL)
		return none;
	for (i = 0; i < table.size; i++)
		sum = (uint8_t)(sum + table.bytes[i]);
	return sum == 0 ? table : none;
}

/* The MADT that a table of addresses, of width bytes each, has. */
static struct madt
madt_in(const struct boot_view *view, struct madt list, uint32_t width)
{
	struct madt madt = { NULL, 0 };
	uint32_t at;

	for (at = HEADER_SIZE; madt.size < MADT_ENTRIES && at < list.size &&
	     list.size - at >= width;
	     at += width)
		madt =
		    table_at(view, address(list.bytes + at, width), SIGN_MADT);
	if (madt.size < MADT_ENTRIES)
		madt.size = 0;
	return madt;
}

struct madt
madt_find(const struct boot_view *view)
{
	struct madt madt = { NULL, 0 };
	const uint8_t *rsdp = pvh_at(view, view->rsdp, RSDP_SIZE);

	if (rsdp == NULL)
		return madt;
	if (rsdp[RSDP_REVISION] >= 2 &&
	    pvh_at(view, view->rsdp, RSDP_XSDT + 8) != NULL)
		madt = madt_in(view,
		    table_at(view, address(rsdp + RSDP_XSDT, 8), SIGN_XSDT), 8);
	if (madt.size == 0)
		madt = madt_in(
		    view, table_at(view, word(rsdp + RSDP_RSDT), SIGN_RSDT), 4);
	return madt;
}

bool
madt_next(const struct madt *madt, uint32_t *at, struct madt_cpu *cpu)
{
	const uint8_t *entry;
	uint32_t left, flags;

	if (*at == 0)
		*at = MADT_ENTRIES;
	while (*at < madt->size) {
		entry = madt->bytes + *at;
		left = madt->size - *at;
		if (left < 2 || entry[1] < 2 || entry[1] > left)
			return false;
		*at += entry[1];
		flags = 0;
		if (entry[0] == LAPIC && entry[1] >= LAPIC_SIZE) {
			cpu->processor_id = entry[2];
			cpu->apic_id = entry[3];
			flags = entry[4];
			if (cpu->apic_id == UINT8_MAX)
				flags = 0;
		} else if (entry[0] == X2APIC && entry[1] >= X2APIC_SIZE) {
			cpu->processor_id = word(entry + 12);
			cpu->apic_id = word(entry + 4);
			flags = entry[8];
			if (cpu->apic_id == UINT32_MAX)
				flags = 0;
		}
		if ((flags & ENABLED) != 0)
			return true;
	}
	return false;
}
