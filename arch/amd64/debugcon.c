/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debug port of Bochs, QEMU and Xen. The former two's reads as its own
 * number; Xen's does not everywhere, but is always there. Elsewhere nothing is
 * written: there are VMMs that log each byte to a port that nobody has.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"

#define DEBUGCON 0xe9

static bool present;

static bool
debugcon_probe(void)
{
	present = xen_leaf() != 0 || inb(DEBUGCON) == DEBUGCON;
	return present;
}

/* The last resort: what nobody takes here is lost. */
static bool
debugcon_putc(char c)
{
	if (present)
		outb(DEBUGCON, (uint8_t)c);
	return true;
}

const struct cons_driver debugcon_driver = {
	.probe = debugcon_probe,
	.putc = debugcon_putc,
};
