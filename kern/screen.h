/* SPDX-License-Identifier: BSD-2-Clause */
/* A screen of text. A function of the caller draws each character. */
#ifndef SCREEN_H
#define SCREEN_H

#define SCREEN_CELLS 32768 /* 2560 x 1600 pixels have 32000 */

/* Puts a character, ' ' to '~', in a cell of the screen. */
typedef void screen_draw(
    const void *device, unsigned col, unsigned row, char c);

struct screen {
	unsigned cols, rows;
	unsigned col, row; /* of the next character */
	screen_draw *draw;
	const void *device; /* for draw */
	char cells[SCREEN_CELLS];
};

/*
 * Begins with a blank screen of at least one cell; what is beyond SCREEN_CELLS
 * is cut off.
 */
void screen_init(struct screen *s, unsigned cols, unsigned rows,
    screen_draw *draw, const void *device);

/* Prints a character. Long lines are wrapped; at the bottom all scroll up. */
void screen_putc(struct screen *s, char c);

#endif
