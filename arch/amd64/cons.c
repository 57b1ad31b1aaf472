/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: which of the drivers gets what is printed. */
#include "arch/amd64/cons.h"
#include "kern/machine.h"
#include "kern/printf.h"

static bool com1;
static const struct cons_driver *driver; /* beside COM1 */

static struct {
	bool closed;
	size_t len; /* of all that was printed, kept or not */
	char text[32768];
} early;

void
cons_init(void)
{
	com1 = uart_driver.probe();
	driver = xen_log_driver.probe() ? &xen_log_driver : &debugcon_driver;
}

void
cons_putc(char c)
{
	if (!early.closed && early.len++ < sizeof(early.text))
		early.text[early.len - 1] = c;
	if (com1)
		com1 = uart_driver.putc(c);
	if (!driver->putc(c)) {
		driver = &debugcon_driver;
		printf("\nconsole: nobody reads Xen's, going on here\n");
		driver->putc(c);
	}
}

static void
replay(void)
{
	size_t kept =
	    early.len < sizeof(early.text) ? early.len : sizeof(early.text);

	for (size_t i = 0; i < kept; i++) {
		if (!driver->putc(early.text[i])) {
			driver = &debugcon_driver; /* has had all this */
			return;
		}
	}
	if (kept < early.len)
		printf("\nconsole: %lu bytes are missing here\n",
		    early.len - kept);
}

void
cons_attach(void)
{
	early.closed = true;
	if (!xen_ring_driver.probe())
		return;
	driver = &xen_ring_driver;
	replay();
}

void
cons_flush(void)
{
	if (driver->flush)
		driver->flush();
}

void
cons_fall_back(void)
{
	driver = &debugcon_driver;
}
