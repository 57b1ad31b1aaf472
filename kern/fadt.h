/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How ACPI powers a machine off: registers of the FADT, and what the package
 * \_S5_ has for them. Sections are those of ACPI 6.5.
 */
#ifndef FADT_H
#define FADT_H

#include <stdint.h>

struct fadt_register {
	enum {
		FADT_PM1_PORT,     /* 16 bits; 4.8.3.2 */
		FADT_SLEEP_PORT,   /* 8 bits, if hardware-reduced; 4.8.3.7 */
		FADT_SLEEP_MEMORY, /* the same */
	} kind;
	uint64_t address; /* a port; or physical, and not checked */
	uint16_t value;   /* for the bits of FADT_PM1_MASK, or for all 8 */
};

#define FADT_PM1_MASK  0x3c00 /* SLP_TYPx and SLP_EN */
#define FADT_REGISTERS 2

/*
 * Reads the tables of this RSDP. Returns how many registers it takes; 0 if the
 * tables have no such way, or are not whole.
 */
unsigned fadt_power_off(
    uint64_t rsdp, struct fadt_register reg[FADT_REGISTERS]);

#endif
