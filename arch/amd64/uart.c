/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * COM1, a 16550, at 115200 baud, 8n1, polled: once for as many bytes as its
 * FIFO takes, because a port costs a guest more than all else here. The bytes
 * go out one by one. KVM leaves a guest for each byte of a string instruction
 * as well, and Cloud Hypervisor, on Hyper-V, has none.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"

#define COM1                 0x3f8
#define THR                  (COM1 + 0) /* transmit; with DLAB divisor, low */
#define IER                  (COM1 + 1) /* interrupts; with DLAB, high */
#define IIR                  (COM1 + 2) /* when read */
#define FCR                  (COM1 + 2)
#define LCR                  (COM1 + 3)
#define MCR                  (COM1 + 4)
#define LSR                  (COM1 + 5)
#define SCR                  (COM1 + 7) /* scratch: reads as written */

#define FCR_ENABLE_AND_RESET 0x07
#define IIR_FIFO             0xc0 /* both bits: it has one, and it works */
#define FIFO_SIZE            16
#define LCR_8N1              0x03
#define LCR_DLAB             0x80
#define MCR_DTR_RTS          0x03
#define LSR_THRE             0x20
#define DIVISOR_115200       1

/* How often LSR is read, about a second, until the port is given up. */
#define PATIENCE 1000000

static unsigned fifo; /* bytes that it takes when LSR says empty */
static unsigned room; /* bytes of these that are left */

static bool
scratch_keeps(uint8_t value)
{
	outb(SCR, value);
	return inb(SCR) == value;
}

static bool
uart_probe(void)
{
	if (!scratch_keeps(0x5a) || !scratch_keeps(0xa5))
		return false;
	outb(IER, 0);
	outb(LCR, LCR_DLAB);
	outb(THR, DIVISOR_115200);
	outb(IER, 0);
	outb(LCR, LCR_8N1);
	outb(FCR, FCR_ENABLE_AND_RESET);
	outb(MCR, MCR_DTR_RTS);
	fifo = (inb(IIR) & IIR_FIFO) == IIR_FIFO ? FIFO_SIZE : 1;
	return true;
}

static bool
is_empty(void)
{
	unsigned i;

	for (i = 0; (inb(LSR) & LSR_THRE) == 0; i++)
		if (i == PATIENCE)
			return false;
	return true;
}

static bool
send(uint8_t byte)
{
	if (room == 0) {
		if (!is_empty())
			return false;
		room = fifo;
	}
	room--;
	outb(THR, byte);
	return true;
}

static bool
uart_putc(char c)
{
	return (c != '\n' || send('\r')) && send((uint8_t)c);
}

const struct cons_driver uart_driver = {
	.probe = uart_probe,
	.putc = uart_putc,
};
