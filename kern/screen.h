/* SPDX-License-Identifier: BSD-2-Clause */
/* A screen of text, whatever draws its characters. */
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

/* A blank screen of at least one cell; one too large for us is cut. */
void screen_init(struct screen *s, unsigned cols, unsigned rows,
    screen_draw *draw, const void *device);

/* Long lines go on in the next one; at the bottom, all go up. */
void screen_putc(struct screen *s, char c);

#endif
