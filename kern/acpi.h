/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACPI's tables: the RSDP, the root table, and the headers of the others. All
 * addresses are physical; memory is reached by pmap_map (machine.h) and never
 * written.
 */
#ifndef ACPI_H
#define ACPI_H

#include <stdbool.h>
#include <stdint.h>

#define ACPI_TABLE_HEADER 36 /* bytes */

enum acpi_status {
	ACPI_OK,
	ACPI_BAD_CHECKSUM,
	ACPI_BAD_SIGNATURE,
	ACPI_BAD_LENGTH,
	ACPI_UNREADABLE,
};

struct acpi_rsdp {
	unsigned revision;
	uint64_t xsdt; /* 0: none */
	uint32_t rsdt;
};

struct acpi_table {
	uint64_t paddr;
	char signature[4];
	uint32_t length;
	const unsigned char *data; /* NULL if unreadable */
};

/* Looks where a BIOS leaves the RSDP, in the EBDA and below 1 MiB; 0: none. */
uint64_t acpi_scan(void);

/* Reads and checks the RSDP. */
enum acpi_status acpi_read_rsdp(uint64_t paddr, struct acpi_rsdp *rsdp);

/* Reads and checks one table. Signature and length are set, if readable. */
enum acpi_status acpi_read_table(uint64_t paddr, struct acpi_table *t);

/* Reads and checks the XSDT, or, if there is none, the RSDT. */
enum acpi_status acpi_read_root(
    const struct acpi_rsdp *rsdp, struct acpi_table *root);

/* The address of the root's table i; false after the last one. */
bool acpi_root_entry(
    const struct acpi_table *root, uint32_t i, uint64_t *paddr);

/* "ok", "bad checksum"... */
const char *acpi_status_name(enum acpi_status status);

#endif
