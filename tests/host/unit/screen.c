/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's screen: its text, and the characters on a frame buffer. */
#include "unit.h"
#include "kern/pixels.h"
#include "kern/screen.h"

#define COLS  10
#define ROWS  4
#define BLANK "          "

static struct screen screen;
static char shown[ROWS][COLS + 1]; /* what was drawn */
static unsigned drawn;             /* how many times */

static void
draw(const void *device, unsigned col, unsigned row, char c)
{
	assert_ptr_equal(device, &shown);
	assert_true(col < COLS && row < ROWS);
	shown[row][col] = c;
	drawn++;
}

static void
put_all(const char *s)
{
	while (*s != '\0')
		screen_putc(&screen, *s++);
}

static void
begin(const char *s)
{
	unsigned row;

	for (row = 0; row < ROWS; row++)
		strcpy(shown[row], BLANK);
	screen_init(&screen, COLS, ROWS, draw, &shown);
	drawn = 0;
	put_all(s);
}

#define ASSERT_SHOWN(...)                                            \
	do {                                                         \
		const char *lines[ROWS] = { __VA_ARGS__ };           \
		unsigned row;                                        \
		for (row = 0; row < ROWS; row++)                     \
			assert_string_equal(shown[row], lines[row]); \
	} while (0)

static void
long_lines_go_on(void **state)
{
	(void)state;
	begin("0123456789\nabcdefghijklm\n");
	ASSERT_SHOWN("0123456789", "abcdefghij", "klm       ", BLANK);
}

static void
at_the_bottom_all_go_up(void **state)
{
	(void)state;
	begin("one\ntwo\nthree\nfour");
	ASSERT_SHOWN("one       ", "two       ", "three     ", "four      ");
	put_all("\nfive");
	ASSERT_SHOWN("two       ", "three     ", "four      ", "five      ");
	begin("one\ntwo\nthree\nfour567890+");
	ASSERT_SHOWN("two       ", "three     ", "four567890", "+         ");
}

static void
only_changes_are_drawn(void **state)
{
	(void)state;
	begin("abc\nabc\nabc\nabd\n");
	assert_int_equal(drawn, 4 * 3 + 1 + 3);
}

static void
control_characters(void **state)
{
	(void)state;
	begin("a\tb\n12345\rab\n\t\tc\x7f\x80\033");
	ASSERT_SHOWN("a       b ", "ab345     ", BLANK, "c???      ");
	begin("abcdefghi\tj");
	ASSERT_SHOWN("abcdefghi ", "j         ", BLANK, BLANK);
}

static void
draw_nothing(const void *device, unsigned col, unsigned row, char c)
{
	(void)device, (void)c;
	assert_true(col < screen.cols && row < screen.rows);
}

static void
what_is_too_large_is_cut(void **state)
{
	unsigned i;

	(void)state;
	screen_init(&screen, 480, 135, draw_nothing, NULL);
	assert_int_equal(screen.rows, SCREEN_CELLS / 480);
	for (i = 0; i < 3 * SCREEN_CELLS; i++)
		screen_putc(&screen, i % 997 != 0 ? 'x' : '\n');
	screen_init(&screen, 2 * SCREEN_CELLS, 1, draw_nothing, NULL);
	assert_int_equal(screen.cols, SCREEN_CELLS);
}

/* Glyphs that differ from each other, and from top to bottom. */
static glyph font[256];

static void
make_font(void)
{
	unsigned c, y;

	for (c = 0; c < 256; c++)
		for (y = 0; y < GLYPH_HEIGHT; y++)
			font[c][y] = (unsigned char)(c * 7 + y * 13 + 1);
}

#define WIDTH  83 /* ten characters and three pixels */
#define HEIGHT 37 /* two characters and five lines */

static const struct efi_fb formats[] = {
	{ 1, 1, HEIGHT, WIDTH, 96, 0xff0000, 0xff00, 0xff, 0xff000000 },
	{ 1, 1, HEIGHT, WIDTH, 83, 0xff, 0xff00, 0xff0000, 0 },
	{ 1, 1, HEIGHT, WIDTH, 84, 0xf800, 0x7e0, 0x1f, 0 },
};

static uint32_t
pixel(const struct pixels *p, unsigned x, unsigned y)
{
	uint32_t value = 0;

	memcpy(&value, p->base + y * p->pitch + x * p->depth, p->depth);
	return value;
}

/* ASan watches the end of the buffer. */
static void
characters_are_what_the_font_says(void **state)
{
	static const char text[2][11] = { "ABCDEFGHIJ", "~!@#$%^&*(" };
	unsigned f, row, col, x, y;
	struct efi_fb fb;
	struct pixels p;
	bool lit;

	(void)state;
	make_font();
	for (f = 0; f < COUNT(formats); f++) {
		fb = formats[f];
		fb.fb_size = 4 * 96 * HEIGHT;
		assert_true(pixels_init(&p, &fb, font));
		fb.fb_size = p.pitch * HEIGHT;
		assert_true(pixels_init(&p, &fb, font));
		assert_int_equal(p.depth, 4 - f);
		assert_int_equal(p.cols, 10);
		assert_int_equal(p.rows, 2);
		assert_int_equal(p.size, fb.fb_size);
		p.base = malloc(p.size);
		memset(p.base, 0x55, p.size);
		pixels_clear(&p);
		for (row = 0; row < 2; row++)
			for (col = 0; col < 10; col++)
				pixels_draw(&p, col, row, text[row][col]);
		for (y = 0; y < HEIGHT; y++)
			for (x = 0; x < fb.stride; x++) {
				lit = x < 80 && y < 32 &&
				    (font[(int)text[y / 16][x / 8]][y % 16] &
					0x80 >> x % 8) != 0;
				assert_int_equal(
				    pixel(&p, x, y), lit ? p.ink : 0);
			}
		free(p.base);
	}
}

static void
a_buffer_that_makes_no_sense_is_refused(void **state)
{
	const struct efi_fb good = { 0x80000000, 4 * 800 * 600, 600, 800, 800,
		0xff0000, 0xff00, 0xff, 0xff000000 };
	struct efi_fb bad[9];
	struct pixels p;
	unsigned i;

	(void)state;
	assert_true(pixels_init(&p, &good, font));
	for (i = 0; i < COUNT(bad); i++)
		bad[i] = good;
	bad[0].fb_addr = 0;
	bad[1].fb_size--;
	bad[2].height = 15;
	bad[3].width = 7;
	bad[4].stride = 799;
	bad[5].mask_red = bad[5].mask_green = bad[5].mask_blue = 0;
	bad[6].height = UINT32_MAX;
	bad[7].width = bad[7].stride = UINT32_MAX;
	bad[8].mask_red = bad[8].mask_green = bad[8].mask_blue = 0x3;
	bad[8].mask_reserved = 0;
	for (i = 0; i < COUNT(bad); i++)
		assert_false(pixels_init(&p, &bad[i], font));
}

static const struct CMUnitTest tests[] = {
	PLAIN(long_lines_go_on),
	PLAIN(at_the_bottom_all_go_up),
	PLAIN(only_changes_are_drawn),
	PLAIN(control_characters),
	PLAIN(what_is_too_large_is_cut),
	PLAIN(characters_are_what_the_font_says),
	PLAIN(a_buffer_that_makes_no_sense_is_refused),
};

MAIN("screen")
