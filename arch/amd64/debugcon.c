/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debug port of Bochs, QEMU and Xen. A byte written to it where there is
 * none is lost and does no harm, so nothing is probed.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"

#define DEBUGCON 0xe9

static bool
debugcon_probe(void)
{
	return true;
}

static bool
debugcon_putc(char c)
{
	outb(DEBUGCON, (uint8_t)c);
	return true;
}

const struct cons_driver debugcon_driver = {
	.probe = debugcon_probe,
	.putc = debugcon_putc,
};
