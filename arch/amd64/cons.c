/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: which of the drivers gets what is printed. */
#include "arch/amd64/cons.h"
#include "arch/amd64/display.h"
#include "kern/machine.h"
#include "kern/printf.h"

static bool com1;
static const struct cons_driver *driver; /* beside COM1 */
static bool screen;                      /* beside both */

static struct {
	bool closed;
	size_t len; /* of all that was printed, kept or not */
	char text[32768];
} early;

void
cons_init(void)
{
	com1 = uart_driver.probe();
	debugcon_driver.probe();
	driver = xen_log_driver.probe() ? &xen_log_driver : &debugcon_driver;
}

void
cons_putc(char c)
{
	if (!early.closed && early.len++ < sizeof(early.text))
		early.text[early.len - 1] = c;
	if (com1)
		com1 = uart_driver.putc(c);
	if (screen)
		display_putc(c);
	if (!driver->putc(c)) {
		driver = &debugcon_driver;
		printf("\nconsole: nobody reads Xen's, going on here\n");
		driver->putc(c);
	}
}

static size_t
kept(void)
{
	return early.len < sizeof(early.text) ? early.len : sizeof(early.text);
}

/* Prints what was kept; false if nobody takes it. */
static bool
replay(bool (*put)(char c))
{
	for (size_t i = 0; i < kept(); i++) {
		if (!put(early.text[i]))
			return false;
	}
	return true;
}

void
cons_attach(const struct boot *boot)
{
	early.closed = true;
	screen = display_attach(boot) && replay(display_putc);
	if (!xen_ring_driver.probe() || !replay(xen_ring_driver.putc))
		return; /* the other driver has had all this */
	driver = &xen_ring_driver;
	if (kept() < early.len)
		printf("\nconsole: %lu bytes are missing here\n",
		    early.len - kept());
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
	screen = false;
}
