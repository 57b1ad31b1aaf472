/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a run; power_off() is in kern/machine.h. */
#ifndef POWER_H
#define POWER_H

struct boot;

/*
 * Finds ACPI's way, once memory is mapped, so that power_off() needs no memory
 * but the kernel's. Before this has run, a machine may halt instead.
 */
void power_init(const struct boot *boot);

#endif
