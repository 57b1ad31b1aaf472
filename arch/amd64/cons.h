/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console. What is printed goes to COM1, if there is one, and to one of
 *
 *	Xen's ring	in a domU, once memory is mapped: see `xl console`
 *	Xen's log	in a dom0, from the first byte on
 *	the debug port	anywhere else, if there is one, and in a domU until
 *			memory is mapped; Xen has it in its log
 *
 * and also to a screen, once memory is mapped. What was printed before then is
 * kept, and is the first that Xen's ring and the screen get.
 */
#ifndef CONS_H
#define CONS_H

#include <stdbool.h>
#include <stddef.h>

struct boot;

struct cons_driver {
	bool (*probe)(void);  /* finds and sets up the device */
	bool (*putc)(char c); /* '\n' ends a line; false: it takes no more */
	void (*flush)(void);  /* NULL, or sends what is left, and may wait */
};

extern const struct cons_driver debugcon_driver, uart_driver, xen_log_driver,
    xen_ring_driver;

/* Needs no memory but the kernel's, so that it can come first. */
void cons_init(void);

/*
 * Adds Xen's ring and a screen, if they are there, once pmap_init() is done. It
 * has a file of its own: cons.c is what printf() and panic() rest on, and must
 * not rest on code that maps memory and may panic.
 */
void cons_attach(const struct boot *boot);

/*
 * For cons_attach(). The new output first gets what was kept. If a driver does
 * not take all of that, cons_replace() leaves the old one in place.
 */
void cons_add_screen(void (*putc)(char c));
bool cons_replace(const struct cons_driver *other);

/* How many of the bytes that were printed could not be kept. */
size_t cons_lost(void);

/* Waits, but not forever, until the reader has all that was printed. */
void cons_flush(void);

/* From here on prints to COM1 and the debug port only: no memory, no Xen. */
void cons_fall_back(void);

#endif
