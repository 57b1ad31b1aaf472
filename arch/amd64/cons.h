/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console. What is printed goes to COM1, if there is one, and to one of
 *
 *	Xen's ring	what `xl console` shows: a domU, once memory is mapped
 *	Xen's log	a dom0, from the first byte on
 *	the debug port	all else, and a domU before that; Xen logs it, too.
 *			Where there is none, COM1 is all
 *
 * and, beside these, to a screen, once memory is mapped. The text that was
 * printed before Xen's ring or the screen was there is kept, and comes first.
 */
#ifndef CONS_H
#define CONS_H

#include <stdbool.h>
#include <stddef.h>

struct boot;

struct cons_driver {
	bool (*probe)(void);  /* finds and sets up the device */
	bool (*putc)(char c); /* '\n' ends a line; false: nobody takes it */
	void (*flush)(void);  /* NULL, or waits for the reader for a while */
};

extern const struct cons_driver debugcon_driver, uart_driver, xen_log_driver,
    xen_ring_driver;

/* Needs no memory but the kernel's, so that it can come first. */
void cons_init(void);

/*
 * Goes on to Xen's ring and to a screen, if they are there. After pmap_init.
 * In cons_attach.c, and cons.c without it: a console that printf() and panic()
 * stand on must not stand on what maps memory, which may panic.
 */
void cons_attach(const struct boot *boot);

/* For cons_attach(). Both first print what was printed before, as far as it
 * was kept; cons_replace() changes nothing if the driver does not take it. */
void cons_add_screen(void (*putc)(char c));
bool cons_replace(const struct cons_driver *other);

/* The bytes of what was printed that were too many to keep. */
size_t cons_lost(void);

/* Waits, not for ever, until a reader has all that was printed. */
void cons_flush(void);

/* From here on COM1 and the debug port, and nothing that could fail. */
void cons_fall_back(void);

#endif
