/* SPDX-License-Identifier: BSD-2-Clause */
/* The package \_S5_ of ACPI 6.5 (7.4.2): how a machine is powered off. */
#ifndef S5_H
#define S5_H

#include "kern/acpi.h"

/*
 * Looks for it in a DSDT or SSDT that is whole. The types are what the fields
 * SLP_TYPa and SLP_TYPb take, at most 7.
 */
bool s5_find(const struct acpi_table *t, unsigned type[2]);

#endif
