/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACPI's tables, as far as the root of their tree. All addresses are
 * physical; memory is reached through pmap_map (machine.h) and never written.
 */
#ifndef ACPI_H
#define ACPI_H

#include <stdbool.h>
#include <stdint.h>

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

/* Where a BIOS leaves the RSDP: in the EBDA or below 1 MiB. 0 if nowhere. */
uint64_t acpi_scan(void);

/* Reads and checks the RSDP. */
enum acpi_status acpi_read_rsdp(uint64_t paddr, struct acpi_rsdp *rsdp);

/* Reads and checks one table; the header is good unless it is unreadable. */
enum acpi_status acpi_read_table(uint64_t paddr, struct acpi_table *t);

/* The XSDT, or without one the RSDT, and whether it is one. */
enum acpi_status acpi_read_root(
    const struct acpi_rsdp *rsdp, struct acpi_table *root);

/* The address of the root's table i; false behind the last one. */
bool acpi_root_entry(
    const struct acpi_table *root, uint32_t i, uint64_t *paddr);

/* "ok", "bad checksum"... */
const char *acpi_status_name(enum acpi_status status);

#endif
