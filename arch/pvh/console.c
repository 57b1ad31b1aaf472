/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The early console: port 0xE9 (Xen, QEMU's and Cloud Hypervisor's debug
 * console) and COM1. Neither needs to be there.
 */
#include "pvh.h"

#define DEBUG_CONSOLE 0xe9
#define COM1          0x3f8
#define COM1_LSR      (COM1 + 5)
#define LSR_THRE      0x20
#define LSR_TRIES     0x1000 /* a stuck UART costs no more than its bytes */

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

void
pvh_putc(char c)
{
	unsigned tries;

	outb(DEBUG_CONSOLE, c);
	for (tries = LSR_TRIES; tries > 0 && !(inb(COM1_LSR) & LSR_THRE);)
		tries--;
	outb(COM1, c);
}
