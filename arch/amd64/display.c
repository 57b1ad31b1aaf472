/* SPDX-License-Identifier: BSD-2-Clause */
/* The screen: what the loader says that it is, or what we find. */
#include "arch/amd64/display.h"
#include "kern/boot.h"
#include "kern/machine.h"
#include "kern/pixels.h"
#include "kern/screen.h"
#include "kern/string.h"

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
	if (!pixels.base)
		return false;
	pixels_clear(&pixels);
	screen_init(&screen, pixels.cols, pixels.rows, pixels_draw, &pixels);
	return true;
}

bool
display_attach(const struct boot *boot)
{
	struct efi_fb fb = { 0 };
	uint32_t size;
	const void *record = preload_search_info(&boot->preload, boot->kernel,
	    MODINFO_METADATA | MODINFOMD_EFI_FB, &size);

	if (!record)
		return vga_attach(boot, &screen);
	if (size < EFI_FB_SIZE)
		return false;
	memcpy(&fb, record, EFI_FB_SIZE);
	return efi_fb_attach(&fb);
}

bool
display_putc(char c)
{
	screen_putc(&screen, c);
	return true;
}
