/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that opens a frame buffer, prints what it was told of it, and paints
 * a picture that picture.py knows. It wants any mode, or 640x480x16 if the
 * command line begins with "small". Then it halts, so that the picture stays.
 */
#include "pvh.h"
#include "video/video.h"

void kmain(const struct boot_view *view, const struct video *video);

static void
put_char(char c)
{
	__asm__ volatile("outb %0, %1" : : "a"(c), "Nd"((uint16_t)0xe9));
}

static void
print(const char *s)
{
	while (*s != '\0')
		put_char(*s++);
}

static void
print_number(uint64_t value)
{
	if (value >= 10)
		print_number(value / 10);
	put_char((char)('0' + value % 10));
}

static void
print_field(const char *name, uint64_t value)
{
	print(name);
	print_number(value);
}

static _Noreturn void
end(const char *line)
{
	print(line);
	for (;;)
		__asm__ volatile("cli; hlt");
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	static struct video video;
	struct video_mode wanted = { 0, 0, 0 };

	if (view->cmdline != NULL && *view->cmdline == 's')
		wanted = (struct video_mode){ 640, 480, 16 };
	native->first = (uintptr_t)view;
	native->second = 0;
	if (video_open != NULL && video_open(view, wanted, &video))
		native->second = (uintptr_t)&video;
	return true;
}

/* Colour c, of 8 bits, as one of size bits. */
static uint32_t
colour(uint32_t c, uint32_t size, uint32_t shift)
{
	return (c & 0xff) >> (8 - size) << shift;
}

static void
paint(const struct video *v)
{
	uint32_t x, y, pixel;
	char *row;

	for (y = 0; y < v->height; y++) {
		row = (char *)v->paddr + (uint64_t)y * v->pitch;
		for (x = 0; x < v->width; x++) {
			pixel = colour(x, v->red_size, v->red_shift) |
			    colour(y, v->green_size, v->green_shift) |
			    colour(x ^ y, v->blue_size, v->blue_shift);
			if (v->bpp == 32)
				((uint32_t *)row)[x] = pixel;
			else
				((uint16_t *)row)[x] = (uint16_t)pixel;
		}
	}
}

void
kmain(const struct boot_view *view, const struct video *v)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	print("words: ");
	print(view->cmdline != NULL ? view->cmdline : "");
	if (v == NULL)
		end("\nboot: no frame buffer\n");
	print_field("\nvideo: ", v->width);
	print_field("x", v->height);
	print_field("x", v->bpp);
	print_field(", pitch ", v->pitch);
	print_field(", red ", v->red_size);
	print_field("<<", v->red_shift);
	print_field(", green ", v->green_size);
	print_field("<<", v->green_shift);
	print_field(", blue ", v->blue_size);
	print_field("<<", v->blue_shift);
	print("\n");
	while (memmap_next(&view->map, &cursor, &r))
		if (r.first <= v->paddr && v->paddr <= r.last)
			print_field("its type in the map: ", r.type);
	print(v->paddr % 4096 == 0 ? "\n" : "\nnot a page\n");
	paint(v);
	end("boot: ok\n");
}
