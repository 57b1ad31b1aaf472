/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's driver of COM1, on UARTs with a FIFO and without. */
#include "unit.h"

/* In place of cpu.h: the ports of a UART. */
#define CPU_H
static void outb(uint16_t port, uint8_t value);
static uint8_t inb(uint16_t port);
#include "arch/amd64/uart.c"

static struct {
	unsigned size;     /* of the FIFO, 1 if there is none */
	uint8_t iir;       /* what that register reads as */
	unsigned slow;     /* how often LSR is read until all is sent */
	unsigned left;     /* of these; 0: empty */
	unsigned waiting;  /* bytes that are not sent yet */
	unsigned polls;    /* how often LSR was read */
	unsigned overruns; /* bytes that came when it was full */
	bool no_scratch;
	uint8_t scratch, lcr;
	char sent[512];
	size_t len;
} line;

static void
outb(uint16_t port, uint8_t value)
{
	switch (port) {
	case SCR:
		if (!line.no_scratch)
			line.scratch = value;
		break;
	case LCR:
		line.lcr = value;
		break;
	case THR:
		if ((line.lcr & LCR_DLAB) != 0)
			break;
		line.overruns += line.waiting == line.size;
		line.waiting++;
		line.left = line.slow;
		assert_true(line.len < sizeof(line.sent) - 1);
		line.sent[line.len++] = (char)value;
		break;
	default:
		assert_true(port == IER || port == FCR || port == MCR);
	}
}

static uint8_t
inb(uint16_t port)
{
	switch (port) {
	case SCR:
		return line.scratch;
	case IIR:
		return line.iir;
	default:
		assert_int_equal(port, LSR);
	}
	line.polls++;
	if (line.left > 0 && --line.left > 0)
		return 0;
	line.waiting = 0;
	return LSR_THRE;
}

static const char text[] =
    "a line of more bytes than a FIFO has\nand one more\n";
static const char shown[] =
    "a line of more bytes than a FIFO has\r\nand one more\r\n";

static void
boot(unsigned size, uint8_t iir, unsigned slow)
{
	const char *s;

	memset(&line, 0, sizeof(line));
	line.size = size;
	line.iir = iir;
	line.slow = slow;
	room = 0;
	assert_true(uart_driver.probe());
	for (s = text; *s != '\0'; s++)
		assert_true(uart_driver.putc(*s));
	assert_string_equal(line.sent, shown);
	assert_int_equal(line.overruns, 0);
}

static void
a_fifo_is_filled_at_once(void **state)
{
	(void)state;
	boot(16, 0xc1, 1);
	assert_int_equal(line.polls, (sizeof(shown) - 1 + 15) / 16);
	boot(16, 0xc0, 1000);
}

/* An 8250 and a 16550 whose FIFO does not work; 0x40 is no known one. */
static void
without_one_each_byte_waits(void **state)
{
	static const uint8_t iirs[] = { 0, 1, 0x80, 0x81, 0x40, 0x3f };
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT(iirs); i++) {
		boot(1, iirs[i], 1);
		assert_int_equal(line.polls, sizeof(shown) - 1);
		boot(1, iirs[i], 1000);
	}
}

static void
it_is_given_up_after_a_while(void **state)
{
	(void)state;
	boot(16, 0xc0, 1);
	line.slow = UINT32_MAX;
	while (room > 0)
		assert_true(uart_driver.putc('x'));
	assert_false(uart_driver.putc('x'));
	boot(16, 0xc0, PATIENCE);
}

/* The scratch register reads as something else. */
static void
no_uart_is_no_driver(void **state)
{
	static const uint8_t reads[] = { 0xff, 0, 0x5a, 0xa5 };
	unsigned i;

	(void)state;
	for (i = 0; i < COUNT(reads); i++) {
		memset(&line, 0, sizeof(line));
		line.no_scratch = true;
		line.scratch = reads[i];
		assert_false(uart_driver.probe());
	}
}

static const struct CMUnitTest tests[] = {
	PLAIN(a_fifo_is_filled_at_once),
	PLAIN(without_one_each_byte_waits),
	PLAIN(it_is_given_up_after_a_while),
	PLAIN(no_uart_is_no_driver),
};

MAIN("uart")
