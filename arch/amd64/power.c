/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a run. */
#include "kern/machine.h"
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"

/* QEMU's isa-debug-exit leaves with status 2 * value + 1: 33 or 35. */
#define DEBUG_EXIT      0xf4
#define DEBUG_EXIT_GOOD 0x10
#define DEBUG_EXIT_BAD  0x11

/*
 * The port is written before Xen is asked: for a dom0 it ends QEMU, and in a
 * domU nothing is there.
 */
_Noreturn void
power_off(bool good)
{
	cons_flush();
	outb(DEBUG_EXIT, good ? DEBUG_EXIT_GOOD : DEBUG_EXIT_BAD);
	if (xen_leaf() != 0)
		xen_shutdown(good);
	for (;;)
		halt();
}
