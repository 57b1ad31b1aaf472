/* SPDX-License-Identifier: BSD-2-Clause */
/* The FADT: which registers power the machine off. */
#include "kern/fadt.h"
#include "kern/acpi.h"
#include "kern/s5.h"
#include "kern/string.h"
#include "kern/unaligned.h"

#define FADT_DSDT    40 /* 5.2.9 */
#define FADT_PM1A    64
#define FADT_PM1B    68
#define FADT_FLAGS   112
#define FADT_V1      116 /* the length in ACPI 1.0 */
#define FADT_X_DSDT  140
#define FADT_X_PM1A  172
#define FADT_X_PM1B  184
#define FADT_SLEEP   244
#define HW_REDUCED   (1u << 20)

#define GAS_ADDRESS  4 /* 5.2.3.2 */
#define GAS_SIZE     12
#define SPACE_MEMORY 0
#define SPACE_PORT   1
#define PORT_LAST    0xfffe

#define SLEEP_TYP(n) ((n) << 2)
#define SLEEP_ENABLE (1u << 5)
#define PM1_SHIFT    8 /* the same bits, in the upper byte */

/* The next whole table of that name, from the root's entry *i on. */
static bool
next_table(const struct acpi_table *root, uint32_t *i, const char *name,
    struct acpi_table *t)
{
	uint64_t paddr;

	while (acpi_root_entry(root, (*i)++, &paddr))
		if (acpi_read_table(paddr, t) == ACPI_OK &&
		    memcmp(t->signature, name, sizeof(t->signature)) == 0)
			return true;
	return false;
}

static bool
sleep_types(const struct acpi_table *root, const struct acpi_table *fadt,
    unsigned type[2])
{
	uint64_t dsdt = 0;
	struct acpi_table t;
	uint32_t i = 0;

	if (fadt->length >= FADT_X_DSDT + 8)
		dsdt = read64(fadt->data + FADT_X_DSDT);
	if (dsdt == 0)
		dsdt = read32(fadt->data + FADT_DSDT);
	if (acpi_read_table(dsdt, &t) == ACPI_OK &&
	    memcmp(t.signature, "DSDT", sizeof(t.signature)) == 0 &&
	    s5_find(&t, type))
		return true;
	while (next_table(root, &i, "SSDT", &t))
		if (s5_find(&t, type))
			return true;
	return false;
}

/* The address in a generic address structure; 0 if it is of no such space. */
static uint64_t
address(const struct acpi_table *fadt, uint32_t at, unsigned char space)
{
	const unsigned char *gas = fadt->data + at;
	uint64_t paddr;

	if (fadt->length < at + GAS_SIZE || *gas != space)
		return 0;
	paddr = read64(gas + GAS_ADDRESS);
	return space == SPACE_PORT && paddr > PORT_LAST ? 0 : paddr;
}

static unsigned
pm1(const struct acpi_table *fadt, uint32_t x_at, uint32_t at, unsigned type,
    struct fadt_register *reg)
{
	uint64_t port = address(fadt, x_at, SPACE_PORT);

	if (port == 0)
		port = read32(fadt->data + at);
	if (port == 0 || port > PORT_LAST)
		return 0;
	*reg = (struct fadt_register){ FADT_PM1_PORT, port,
		(uint16_t)((SLEEP_TYP(type) | SLEEP_ENABLE) << PM1_SHIFT) };
	return 1;
}

static unsigned
sleep_control(
    const struct acpi_table *fadt, unsigned type, struct fadt_register *reg)
{
	uint64_t port = address(fadt, FADT_SLEEP, SPACE_PORT);
	uint64_t paddr = address(fadt, FADT_SLEEP, SPACE_MEMORY);

	*reg = (struct fadt_register){ port != 0 ? FADT_SLEEP_PORT
						 : FADT_SLEEP_MEMORY,
		port | paddr, (uint16_t)(SLEEP_TYP(type) | SLEEP_ENABLE) };
	return reg->address != 0;
}

unsigned
fadt_power_off(uint64_t rsdp_paddr, struct fadt_register reg[FADT_REGISTERS])
{
	struct acpi_rsdp rsdp;
	struct acpi_table root, fadt;
	unsigned type[2], count;
	uint32_t i = 0;

	if (acpi_read_rsdp(rsdp_paddr, &rsdp) != ACPI_OK ||
	    acpi_read_root(&rsdp, &root) != ACPI_OK ||
	    !next_table(&root, &i, "FACP", &fadt) || fadt.length < FADT_V1 ||
	    !sleep_types(&root, &fadt, type))
		return 0;
	if ((read32(fadt.data + FADT_FLAGS) & HW_REDUCED) != 0)
		return sleep_control(&fadt, type[0], reg);
	count = pm1(&fadt, FADT_X_PM1A, FADT_PM1A, type[0], reg);
	if (count > 0)
		count += pm1(&fadt, FADT_X_PM1B, FADT_PM1B, type[1], reg + 1);
	return count;
}
