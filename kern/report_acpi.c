/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot report: ACPI. */
#include "kern/acpi.h"
#include "kern/printf.h"
#include "kern/report.h"

static void
print_table(const struct acpi_table *t, enum acpi_status status)
{
	printf("acpi: ");
	printf_text((struct text){ t->signature, sizeof(t->signature) });
	printf(" 0x%lx %u %s\n", t->paddr, t->length, acpi_status_name(status));
}

void
report_acpi(const struct boot *boot)
{
	uint64_t paddr = boot_rsdp(boot), table;
	struct acpi_table root, t;
	struct acpi_rsdp rsdp;
	enum acpi_status status;
	uint32_t i;

	if (paddr == 0) {
		printf("acpi: none\n");
		return;
	}
	status = acpi_read_rsdp(paddr, &rsdp);
	printf("acpi: rsdp 0x%lx revision %u %s\n", paddr, rsdp.revision,
	    acpi_status_name(status));
	if (status != ACPI_OK)
		return;
	status = acpi_read_root(&rsdp, &root);
	if (status != ACPI_OK) {
		print_table(&root, status);
		return;
	}
	for (i = 0; acpi_root_entry(&root, i, &table); i++) {
		status = acpi_read_table(table, &t);
		print_table(&t, status);
	}
}
