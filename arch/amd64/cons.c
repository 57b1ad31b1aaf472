/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: one putc for all drivers. */
#include "arch/amd64/cons.h"
#include "kern/machine.h"

static const struct cons_driver *const drivers[] = {
	&debugcon_driver,
	&uart_driver,
};
#define DRIVERS (sizeof(drivers) / sizeof(drivers[0]))

static bool present[DRIVERS];

void
cons_init(void)
{
	for (unsigned i = 0; i < DRIVERS; i++)
		present[i] = drivers[i]->probe();
}

void
cons_putc(char c)
{
	for (unsigned i = 0; i < DRIVERS; i++) {
		if (present[i])
			drivers[i]->putc(c);
	}
}
