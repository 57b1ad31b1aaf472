/* SPDX-License-Identifier: BSD-2-Clause */
/* The screen: the loader's frame buffer, or else VGA's text. */
#include "arch/amd64/display.h"
#include "kern/boot.h"
#include "kern/machine.h"
#include "kern/pixels.h"
#include "kern/screen.h"

/* font.asm */
extern const glyph font8x16[256];

static struct screen screen;
static struct pixels pixels;

static bool
efi_fb_attach(const struct efi_fb *fb)
{
	if (!pixels_init(&pixels, fb, font8x16))
		return false;
	pixels.base = pmap_map(fb->fb_addr, pixels.size);
	if (pixels.base == NULL)
		return false;
	pixels_clear(&pixels);
	screen_init(&screen, pixels.cols, pixels.rows, pixels_draw, &pixels);
	return true;
}

bool
display_attach(const struct boot *boot)
{
	if (boot->has_fb)
		return efi_fb_attach(&boot->fb);
	return vga_attach(&boot->map, &screen);
}

void
display_putc(char c)
{
	screen_putc(&screen, c);
}
