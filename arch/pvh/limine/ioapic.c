/* SPDX-License-Identifier: BSD-2-Clause */
/* Masks what I/O APICs send (82093AA, 3.2; the protocol's machine state). */
#include "mp.h"

#define IOAPIC      1 /* in the MADT: its registers' address at 4 */
#define IOAPIC_SIZE 12
#define REGISTERS   0x20  /* bytes */
#define NUMBERS     0x100 /* of registers */
#define VERSION     1
#define LAST_SHIFT  16 /* the number of the last entry, of 8 bits */
#define ENTRY(n)    (0x10 + 2 * (n)) /* its lower half */
#define MODE        (7u << 8)
#define MODE_LOWEST (1u << 8) /* and 0 is fixed */
#define MASKED      (1u << 16)

static void
mask_entries(volatile uint32_t *io)
{
	const uint32_t last = apic_io_read(io, VERSION) >> LAST_SHIFT & 0xff;
	uint32_t i, entry;

	for (i = 0; i <= last && ENTRY(i) < NUMBERS; i++) {
		entry = apic_io_read(io, ENTRY(i));
		if ((entry & MODE) <= MODE_LOWEST && (entry & MASKED) == 0)
			apic_io_write(io, ENTRY(i), entry | MASKED);
	}
}

/* Where the MADT says that an I/O APIC is. */
static void
mask_at(const struct boot_view *view, uint32_t paddr)
{
	volatile uint32_t *io = pvh_at(view, paddr, REGISTERS);

	if (io != NULL && paddr % REGISTERS == 0 &&
	    !memmap_is(&view->map, paddr, paddr + REGISTERS - 1, MEMMAP_RAM))
		mask_entries(io);
}

void
limine_mask(const struct boot_view *view)
{
	const struct madt madt = madt_find(view);
	const uint8_t *entry;
	uint32_t at, left;

	for (at = MADT_ENTRIES; at < madt.size; at += entry[1]) {
		entry = madt.bytes + at;
		left = madt.size - at;
		if (left < 2 || entry[1] < 2 || entry[1] > left)
			return;
		if (entry[0] == IOAPIC && entry[1] >= IOAPIC_SIZE)
			mask_at(view,
			    entry[4] | (uint32_t)entry[5] << 8 |
				(uint32_t)entry[6] << 16 |
				(uint32_t)entry[7] << 24);
	}
}
