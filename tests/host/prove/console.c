/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_putc
 * property: any LSR; c to COM1, to 0xe9 if it is there
 * bound: none
 * stub: outb:write_port inb:read_port
 */
#include "prove.h"

/* A char becomes a byte, and may lose its sign. */
#pragma CPROVER check push
#pragma CPROVER check disable "conversion"
#include "arch/pvh/console.c"

static uint8_t byte, debug_reads;
static bool debug, com1, xen;
static unsigned reads; /* reads of the debug console's port */

void
write_port(uint16_t port, uint8_t value)
{
	PROVE(value == byte, "the byte");
	if (port == 0xe9) {
		PROVE(!debug, "once to the debug console");
		debug = true;
	} else {
		PROVE(port == 0x3f8 && !com1, "once to COM1");
		com1 = true;
	}
}

/* The line status is any value, a new one each time. */
uint8_t
read_port(uint16_t port)
{
	if (port == 0xe9) {
		reads++;
		return debug_reads;
	}
	PROVE(port == 0x3fd, "nothing else but the line status is read");
	return nondet_uint8_t();
}

bool
xen_present(void)
{
	return xen;
}

void
proof(void)
{
	bool there;
	unsigned i;

	debug_reads = nondet_uint8_t();
	xen = nondet_bool();
	there = xen || debug_reads == 0xe9;
	debug_console = UNKNOWN;
	reads = 0;
	for (i = 0; i < 2; i++) {
		byte = nondet_uint8_t();
		debug = com1 = false;
		pvh_putc((char)byte);
		PROVE(com1 && debug == there, "to each that is there");
		PROVE(reads == 1, "who is there is asked once");
		if (there)
			REACHED("both");
		else
			REACHED("COM1 alone");
	}
}
#pragma CPROVER check pop
