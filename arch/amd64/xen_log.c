/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Xen's own console (CONSOLEIO_write), for a dom0: Xen writes the text as it is
 * to its serial line and its log. It gets whole lines, because every write
 * costs a hypercall.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/xen.h"

static char line[128];
static size_t len;

static bool
send(void)
{
	size_t n = len;

	len = 0;
	return xen_console_write(line, n);
}

/* Xen lets a domU write only if it was built for debugging. */
static bool
xen_log_probe(void)
{
	return xen_leaf() != 0 && xen_is_dom0() && send();
}

static bool
xen_log_putc(char c)
{
	line[len++] = c;
	return (c != '\n' && len < sizeof(line)) || send();
}

static void
xen_log_flush(void)
{
	send();
}

const struct cons_driver xen_log_driver = {
	.probe = xen_log_probe,
	.putc = xen_log_putc,
	.flush = xen_log_flush,
};
