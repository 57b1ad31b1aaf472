/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The debug port of Bochs, QEMU and Xen. On the first two it reads as its own
 * number; on Xen it is always there, whatever it reads as. Without it nothing
 * is written, because some VMMs log every byte to a port that they do not have.
 * It gets whole lines, each by one instruction, which Xen takes as one.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"

#define DEBUGCON 0xe9

static bool present;
static char line[128];
static size_t len;

static bool
debugcon_probe(void)
{
	present = xen_leaf() != 0 || inb(DEBUGCON) == DEBUGCON;
	return present;
}

static void
debugcon_flush(void)
{
	if (present)
		outsb(DEBUGCON, line, len);
	len = 0;
}

/* The last resort: it never refuses a byte, even if there is no port. */
static bool
debugcon_putc(char c)
{
	line[len++] = c;
	if (c == '\n' || len == sizeof(line))
		debugcon_flush();
	return true;
}

const struct cons_driver debugcon_driver = {
	.probe = debugcon_probe,
	.putc = debugcon_putc,
	.flush = debugcon_flush,
};
