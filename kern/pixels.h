/* SPDX-License-Identifier: BSD-2-Clause */
/* Characters on a frame buffer, white on black. */
#ifndef PIXELS_H
#define PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include "metadata.h"

#define GLYPH_WIDTH  8
#define GLYPH_HEIGHT 16

/* Rows from the top; the highest bit is the leftmost pixel. */
typedef unsigned char glyph[GLYPH_HEIGHT];

struct pixels {
	unsigned cols, rows; /* of characters */
	unsigned depth;      /* bytes a pixel: 2, 3 or 4 */
	uint64_t pitch;      /* bytes from a row of pixels to the next */
	uint64_t size;       /* bytes of all rows */
	uint32_t ink;
	const glyph *font;
	unsigned char *base; /* to be set once the buffer is mapped */
};

/* False if no character fits, or the buffer makes no sense. */
bool pixels_init(
    struct pixels *p, const struct efi_fb *fb, const glyph font[256]);

/* Makes all of it black. */
void pixels_clear(const struct pixels *p);

/* A screen_draw (kern/screen.h). */
void pixels_draw(const void *pixels, unsigned col, unsigned row, char c);

#endif
