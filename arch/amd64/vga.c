/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * VGA in a text mode of 80 columns, as a BIOS leaves it. Without VGA its window
 * may be RAM that something else uses. So it is touched last, and only if the
 * memory map has no RAM there, this is not Xen, and the adapter's registers
 * answer and say that text is at 0xb8000.
 */
#include "arch/amd64/display.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"
#include "kern/machine.h"
#include "kern/physmap.h"
#include "kern/screen.h"

#define WINDOW_FIRST       0xa0000
#define WINDOW_LAST        0xbffff
#define TEXT               0xb8000
#define COLS               80
#define ROWS_MIN           25
#define ROWS_MAX           60
#define ATTRIBUTE          0x0700 /* light grey on black */
#define BLANK              (ATTRIBUTE | ' ')

#define MISC               0x3cc /* when read */
#define MISC_MASK          0x03
#define MISC_COLOUR        0x01 /* CRTC at 0x3d4 */
#define MISC_RAM           0x02 /* the window is open */

#define GRAPHICS           0x3ce
#define GRAPHICS_MODE      6
#define MODE_MASK          0x0d
#define MODE_TEXT_AT_B8000 0x0c

#define CRTC               0x3d4
#define CRTC_COLS_LESS_1   0x01
#define CRTC_OVERFLOW      0x07
#define CRTC_CELL_LESS_1   0x09 /* in the lower five bits */
#define CRTC_CURSOR        0x0a
#define CURSOR_OFF         0x20
#define CRTC_START_HIGH    0x0c
#define CRTC_START_LOW     0x0d
#define CRTC_CURSOR_LOW    0x0f
#define CRTC_LINES_LESS_1  0x12 /* two more bits are in the overflow */

static volatile uint16_t *text;

static uint8_t
get(uint16_t port, uint8_t index)
{
	outb(port, index);
	return inb(port + 1);
}

static void
set(uint16_t port, uint8_t index, uint8_t value)
{
	outb(port, index);
	outb(port + 1, value);
}

static bool
crtc_keeps(uint8_t value)
{
	set(CRTC, CRTC_CURSOR_LOW, value);
	return get(CRTC, CRTC_CURSOR_LOW) == value;
}

/* A port where there is nothing reads as all ones. */
static bool
is_text_mode(void)
{
	uint8_t misc = inb(MISC);

	return misc != 0xff && (misc & MISC_MASK) == (MISC_COLOUR | MISC_RAM) &&
	    (get(GRAPHICS, GRAPHICS_MODE) & MODE_MASK) == MODE_TEXT_AT_B8000 &&
	    get(CRTC, CRTC_COLS_LESS_1) == COLS - 1 && crtc_keeps(0x5a) &&
	    crtc_keeps(0xa5);
}

static unsigned
rows(void)
{
	uint8_t overflow = get(CRTC, CRTC_OVERFLOW);
	unsigned lines = get(CRTC, CRTC_LINES_LESS_1);

	lines |= (overflow & 0x02) << 7 | (overflow & 0x40) << 3;
	return (lines + 1) / ((get(CRTC, CRTC_CELL_LESS_1) & 0x1f) + 1);
}

static bool
text_keeps(uint16_t value)
{
	text[0] = value;
	return text[0] == value;
}

static void
vga_draw(const void *device, unsigned col, unsigned row, char c)
{
	(void)device;
	text[row * COLS + col] = ATTRIBUTE | (uint8_t)c;
}

bool
vga_attach(const struct physmap *mm, struct screen *screen)
{
	unsigned count, i;

	if (mm->entries == NULL || xen_leaf() != 0 ||
	    physmap_ram(mm, WINDOW_FIRST, WINDOW_LAST) != 0 || !is_text_mode())
		return false;
	count = rows();
	text = pmap_map(TEXT, COLS * ROWS_MAX * sizeof(*text));
	if (count < ROWS_MIN || count > ROWS_MAX || text == NULL ||
	    !text_keeps((uint16_t)~BLANK) || !text_keeps(BLANK))
		return false;
	set(CRTC, CRTC_CURSOR, CURSOR_OFF);
	set(CRTC, CRTC_START_HIGH, 0);
	set(CRTC, CRTC_START_LOW, 0);
	for (i = 0; i < COLS * count; i++)
		text[i] = BLANK;
	screen_init(screen, COLS, count, vga_draw, NULL);
	return true;
}
