/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A screen of text. It keeps what it shows, because reading it back from a
 * device can be very slow. Drawing can be, too: only what changes is drawn.
 */
#include "kern/screen.h"

#define TAB 8

static void
put(struct screen *s, unsigned col, unsigned row, char c)
{
	char *cell = &s->cells[row * s->cols + col];

	if (*cell == c)
		return;
	*cell = c;
	s->draw(s->device, col, row, c);
}

static void
clear_row(struct screen *s, unsigned row)
{
	unsigned col;

	for (col = 0; col < s->cols; col++)
		put(s, col, row, ' ');
}

void
screen_init(struct screen *s, unsigned cols, unsigned rows, screen_draw *draw,
    const void *device)
{
	unsigned i;

	s->cols = cols < SCREEN_CELLS ? cols : SCREEN_CELLS;
	s->rows = rows < SCREEN_CELLS / s->cols ? rows : SCREEN_CELLS / s->cols;
	s->col = s->row = 0;
	s->draw = draw;
	s->device = device;
	for (i = 0; i < s->cols * s->rows; i++)
		s->cells[i] = ' ';
}

static void
new_line(struct screen *s)
{
	unsigned col, row;

	s->col = 0;
	if (s->row + 1 < s->rows) {
		s->row++;
		return;
	}
	for (row = 0; row + 1 < s->rows; row++)
		for (col = 0; col < s->cols; col++)
			put(s, col, row, s->cells[(row + 1) * s->cols + col]);
	clear_row(s, s->row);
}

void
screen_putc(struct screen *s, char c)
{
	switch (c) {
	case '\n':
		new_line(s);
		return;
	case '\r':
		s->col = 0;
		return;
	case '\t':
		do
			screen_putc(s, ' ');
		while (s->col % TAB != 0 && s->col < s->cols);
		return;
	}
	if (s->col == s->cols)
		new_line(s);
	put(s, s->col++, s->row, c >= ' ' && c <= '~' ? c : '?');
}
