/* SPDX-License-Identifier: BSD-2-Clause */
/* All that kern/ asks of the machine below it; arch/amd64 supplies it. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* Writes one byte to the console. '\n' ends a line. */
void cons_putc(char c);

/* Prints the name of the hypervisor, or "none". */
void hypervisor_print(void);

/* "dom0" or "domU" under Xen, NULL elsewhere. */
const char *hypervisor_domain(void);

/*
 * Maps len bytes at a physical address, for good, and returns where. NULL if
 * the CPU has no such addresses, or there is no room for page tables.
 */
void *pmap_map(uint64_t paddr, uint64_t len);

/* Ends the run, as good or as failed. */
_Noreturn void power_off(bool good);

#endif
