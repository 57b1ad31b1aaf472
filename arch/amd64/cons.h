/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: whatever is printed goes to every driver that found its
 * device. A new driver is one file and one line in cons.c.
 */
#ifndef CONS_H
#define CONS_H

#include <stdbool.h>

struct cons_driver {
	bool (*probe)(void);  /* finds and sets up the device */
	void (*putc)(char c); /* must not wait for ever; '\n' ends a line */
};

extern const struct cons_driver debugcon_driver, uart_driver;

/* Touches I/O ports only, so that it can come before everything else. */
void cons_init(void);

#endif
