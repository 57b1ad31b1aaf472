/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI's tables: the RSDP, the root table, and the headers of the others. */
#include "kern/acpi.h"
#include "kern/machine.h"
#include "kern/string.h"
#include "kern/unaligned.h"

#define RSDP_V1_SIZE 20 /* the bytes that the first checksum covers */
#define RSDP_V2_SIZE 36
#define RSDP_MOST    4096
#define RSDP_STEP    16
#define TABLE_MOST   (1u << 20) /* bytes; more is taken for garbage */

/* The places are those of arch/pvh/rsdp.c: tests/host/unit/rsdp.c compares. */
#define EBDA_SEGMENT 0x40e
#define EBDA_LOWEST  0x500
#define EBDA_LIMIT   (0xa0000 - RSDP_V1_SIZE + 1) /* video memory follows */
#define EBDA_SIZE    1024
#define BIOS_START   0xe0000
#define BIOS_SIZE    0x20000

static bool
sums_to_zero(const unsigned char *p, uint32_t len)
{
	unsigned char sum = 0;

	for (; len > 0; len--)
		sum += *p++;
	return sum == 0;
}

static bool
is_rsdp(const unsigned char *p)
{
	return memcmp(p, "RSD PTR ", 8) == 0;
}

static uint64_t
scan(uint64_t paddr, uint64_t size)
{
	const unsigned char *p = pmap_map(paddr, size);
	struct acpi_rsdp rsdp;
	uint64_t i;

	if (p == NULL)
		return 0;
	for (i = 0; i < size; i += RSDP_STEP)
		if (is_rsdp(p + i) &&
		    acpi_read_rsdp(paddr + i, &rsdp) == ACPI_OK)
			return paddr + i;
	return 0;
}

uint64_t
acpi_scan(void)
{
	const void *segment = pmap_map(EBDA_SEGMENT, 2);
	uint64_t ebda = 0, found = 0;

	if (segment != NULL)
		ebda = (uint64_t)read16(segment) << 4;
	if (ebda >= EBDA_LOWEST && ebda < EBDA_LIMIT)
		found = scan(ebda,
		    ebda + EBDA_SIZE < EBDA_LIMIT ? EBDA_SIZE
						  : EBDA_LIMIT - ebda);
	return found != 0 ? found : scan(BIOS_START, BIOS_SIZE);
}

enum acpi_status
acpi_read_rsdp(uint64_t paddr, struct acpi_rsdp *rsdp)
{
	const unsigned char *p = pmap_map(paddr, RSDP_V1_SIZE);
	uint32_t length;

	*rsdp = (struct acpi_rsdp){ 0 };
	if (p == NULL)
		return ACPI_UNREADABLE;
	if (!is_rsdp(p))
		return ACPI_BAD_SIGNATURE;
	rsdp->revision = p[15];
	rsdp->rsdt = read32(p + 16);
	if (!sums_to_zero(p, RSDP_V1_SIZE))
		return ACPI_BAD_CHECKSUM;
	if (rsdp->revision < 2)
		return ACPI_OK;
	p = pmap_map(paddr, RSDP_V2_SIZE);
	if (p == NULL)
		return ACPI_UNREADABLE;
	length = read32(p + 20);
	if (length < RSDP_V2_SIZE || length > RSDP_MOST)
		return ACPI_BAD_LENGTH;
	rsdp->xsdt = read64(p + 24);
	p = pmap_map(paddr, length);
	if (p == NULL)
		return ACPI_UNREADABLE;
	return sums_to_zero(p, length) ? ACPI_OK : ACPI_BAD_CHECKSUM;
}

enum acpi_status
acpi_read_table(uint64_t paddr, struct acpi_table *t)
{
	const unsigned char *p = NULL;

	*t = (struct acpi_table){ .paddr = paddr };
	memset(t->signature, '?', sizeof(t->signature));
	if (paddr != 0)
		p = pmap_map(paddr, ACPI_TABLE_HEADER);
	if (p == NULL)
		return ACPI_UNREADABLE;
	memcpy(t->signature, p, sizeof(t->signature));
	t->length = read32(p + 4);
	if (t->length < ACPI_TABLE_HEADER || t->length > TABLE_MOST)
		return ACPI_BAD_LENGTH;
	t->data = pmap_map(paddr, t->length);
	if (t->data == NULL)
		return ACPI_UNREADABLE;
	return sums_to_zero(t->data, t->length) ? ACPI_OK : ACPI_BAD_CHECKSUM;
}

enum acpi_status
acpi_read_root(const struct acpi_rsdp *rsdp, struct acpi_table *root)
{
	bool wide = rsdp->xsdt != 0;
	const char *name = wide ? "XSDT" : "RSDT";
	enum acpi_status status;

	status = acpi_read_table(wide ? rsdp->xsdt : rsdp->rsdt, root);
	if (status == ACPI_UNREADABLE || memcmp(root->signature, name, 4) == 0)
		return status;
	return ACPI_BAD_SIGNATURE;
}

bool
acpi_root_entry(const struct acpi_table *root, uint32_t i, uint64_t *paddr)
{
	bool wide = root->signature[0] == 'X';
	uint32_t size = wide ? 8 : 4;
	const unsigned char *p = root->data + ACPI_TABLE_HEADER;

	if (i >= (root->length - ACPI_TABLE_HEADER) / size)
		return false;
	p += i * size;
	*paddr = wide ? read64(p) : read32(p);
	return true;
}

const char *
acpi_status_name(enum acpi_status status)
{
	static const char *const names[] = {
		[ACPI_OK] = "ok",
		[ACPI_BAD_CHECKSUM] = "bad checksum",
		[ACPI_BAD_SIGNATURE] = "bad signature",
		[ACPI_BAD_LENGTH] = "bad length",
		[ACPI_UNREADABLE] = "unreadable",
	};

	return names[status];
}
