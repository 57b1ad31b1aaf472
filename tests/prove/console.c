/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_putc
 * property: ends with any LSR; c to 0xe9 and COM1
 * bound: none
 * stub: outb:write_port inb:read_port
 */
#include "prove.h"

/* A char becomes a byte. */
#pragma CPROVER check push
#pragma CPROVER check disable "conversion"
#include "arch/pvh/console.c"

static uint8_t byte;
static bool debug, com1;

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

/* The line status is anything, each time. */
uint8_t
read_port(uint16_t port)
{
	PROVE(port == 0x3fd, "nothing but the line status is read");
	return nondet_uint8_t();
}

void
proof(void)
{
	byte = nondet_uint8_t();
	debug = com1 = false;
	pvh_putc((char)byte);
	PROVE(debug && com1, "to both");
	REACHED("end");
}
#pragma CPROVER check pop
