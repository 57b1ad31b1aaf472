/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The early console: COM1, even if no UART is there, and port 0xe9, if a debug
 * console is.
 */
#include "kit.h"

#define DEBUG_CONSOLE 0xe9
#define COM1          0x3f8
#define COM1_LSR      (COM1 + 5)
#define LSR_THRE      0x20
#define LSR_TRIES     0x1000 /* a stuck UART must not hang the boot */

static void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/*
 * QEMU's debug console reads as its own port number. Xen's does so only since
 * 4.19.4, 4.20.2 and 4.21, so CPUID is asked whether this is Xen. Another VMM's
 * looks like a port without a device. The port is read once only, because some
 * VMMs log each access to it.
 */
static enum { ABSENT, PRESENT, UNKNOWN } debug_console = UNKNOWN;

void
pvh_putc(char c)
{
	unsigned tries;

	if (debug_console == UNKNOWN)
		debug_console =
		    inb(DEBUG_CONSOLE) == DEBUG_CONSOLE || xen_present()
		    ? PRESENT
		    : ABSENT;
	if (debug_console == PRESENT)
		outb(DEBUG_CONSOLE, c);
	for (tries = LSR_TRIES; tries > 0 && (inb(COM1_LSR) & LSR_THRE) == 0;)
		tries--;
	outb(COM1, c);
}
