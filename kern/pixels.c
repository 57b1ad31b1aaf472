/* SPDX-License-Identifier: BSD-2-Clause */
/* Characters on a frame buffer, as EFI's graphics output describes it. */
#include "kern/pixels.h"

#define SIDE_MAX 65536

/* EFI_FB does not have the size of a pixel; the masks show its highest bit. */
static unsigned
bytes_of(uint32_t masks)
{
	unsigned bytes = 0;

	for (; masks != 0; masks >>= 8)
		bytes++;
	return bytes;
}

bool
pixels_init(struct pixels *p, const struct efi_fb *fb, const glyph font[256])
{
	p->ink = fb->mask_red | fb->mask_green | fb->mask_blue;
	p->depth = bytes_of(p->ink | fb->mask_reserved);
	p->pitch = (uint64_t)fb->stride * p->depth;
	p->size = p->pitch * fb->height;
	p->cols = fb->width / GLYPH_WIDTH;
	p->rows = fb->height / GLYPH_HEIGHT;
	p->font = font;
	p->base = NULL;
	return fb->fb_addr != 0 && p->ink != 0 && p->depth >= 2 &&
	    p->cols != 0 && p->rows != 0 && fb->width <= fb->stride &&
	    fb->stride < SIDE_MAX && fb->height < SIDE_MAX &&
	    p->size <= fb->fb_size;
}

/* Single bytes would take seconds where the buffer is not cached. */
void
pixels_clear(const struct pixels *p)
{
	uint64_t at = 0;

	for (; at + 8 <= p->size; at += 8)
		*(volatile uint64_t *)(p->base + at) = 0;
	for (; at < p->size; at++)
		*(volatile unsigned char *)(p->base + at) = 0;
}

static void
store(unsigned char *at, unsigned depth, uint32_t value)
{
	unsigned i;

	switch (depth) {
	case 2:
		*(volatile uint16_t *)at = (uint16_t)value;
		break;
	case 4:
		*(volatile uint32_t *)at = value;
		break;
	default:
		for (i = 0; i < depth; i++)
			((volatile unsigned char *)at)[i] = value >> 8 * i;
		break;
	}
}

void
pixels_draw(const void *pixels, unsigned col, unsigned row, char c)
{
	const struct pixels *p = pixels;
	const unsigned char *glyph = p->font[(unsigned char)c];
	unsigned char *line = p->base + row * GLYPH_HEIGHT * p->pitch +
	    (uint64_t)col * GLYPH_WIDTH * p->depth;
	unsigned x, y;

	for (y = 0; y < GLYPH_HEIGHT; y++, line += p->pitch)
		for (x = 0; x < GLYPH_WIDTH; x++)
			store(line + x * p->depth, p->depth,
			    (glyph[y] << x & 0x80) != 0 ? p->ink : 0);
}
