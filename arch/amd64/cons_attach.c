/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of the console that has to wait for memory to be mapped. */
#include "arch/amd64/cons.h"
#include "arch/amd64/display.h"
#include "kern/printf.h"

void
cons_attach(const struct boot *boot)
{
	size_t lost = cons_lost();

	if (display_attach(boot))
		cons_add_screen(display_putc);
	if (!xen_ring_driver.probe() || !cons_replace(&xen_ring_driver))
		return;
	if (lost > 0)
		printf("\nconsole: %lu bytes are missing here\n", lost);
}
