/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: which of the drivers gets what is printed. */
#include "arch/amd64/cons.h"
#include "kern/machine.h"

static bool com1;
static const struct cons_driver *driver; /* as well as COM1 */
static void (*screen)(char c);           /* as well as both, or NULL */

/* The first bytes that were printed, for what is added later. */
static struct {
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

/* Not printf(), which prints by cons_putc(). */
static void
say(const char *s)
{
	while (*s != '\0')
		cons_putc(*s++);
}

void
cons_putc(char c)
{
	if (early.len++ < sizeof(early.text))
		early.text[early.len - 1] = c;
	if (com1)
		com1 = uart_driver.putc(c);
	if (screen != NULL)
		screen(c);
	if (!driver->putc(c)) {
		driver = &debugcon_driver;
		say("\nconsole: Xen's console takes no more, going on at port "
		    "0xE9\n");
		driver->putc(c);
	}
}

static size_t
kept(void)
{
	return early.len < sizeof(early.text) ? early.len : sizeof(early.text);
}

size_t
cons_lost(void)
{
	return early.len - kept();
}

void
cons_add_screen(void (*putc)(char c))
{
	size_t i;

	for (i = 0; i < kept(); i++)
		putc(early.text[i]);
	screen = putc;
}

bool
cons_replace(const struct cons_driver *other)
{
	size_t i;

	for (i = 0; i < kept(); i++)
		if (!other->putc(early.text[i]))
			return false; /* the old driver has it all */
	driver = other;
	return true;
}

void
cons_flush(void)
{
	if (driver->flush != NULL)
		driver->flush();
}

void
cons_fall_back(void)
{
	driver = &debugcon_driver;
	screen = NULL;
}
