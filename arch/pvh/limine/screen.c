/* SPDX-License-Identifier: BSD-2-Clause */
/* The frame buffer, with the one mode that it is in. */
#include "stages.h"

#define RGB 1

bool
limine_screen(struct limine *l, struct limine_request *request)
{
	const struct video *v = &l->video;
	struct {
		uint64_t framebuffers[1], modes[1];
		struct limine_framebuffer framebuffer;
		struct limine_mode mode;
	} * out;
	const struct limine_format format = { .bpp = v->bpp,
		.model = RGB,
		.red_size = v->red_size,
		.red_shift = v->red_shift,
		.green_size = v->green_size,
		.green_shift = v->green_shift,
		.blue_size = v->blue_size,
		.blue_shift = v->blue_shift };
	uint64_t at;

	if (l->screen.start == l->screen.end)
		return true;
	out = limine_take(l, sizeof(*out), &at);
	if (out == NULL)
		return false;
	out->framebuffer =
	    (struct limine_framebuffer){ .address = LIMINE_HHDM_BASE + v->paddr,
		    .width = v->width,
		    .height = v->height,
		    .pitch = v->pitch,
		    .format = format,
		    .mode_count = 1,
		    .modes = at + offsetof(__typeof__(*out), modes) };
	out->mode =
	    (struct limine_mode){ v->pitch, v->width, v->height, format };
	out->framebuffers[0] = at + offsetof(__typeof__(*out), framebuffer);
	out->modes[0] = at + offsetof(__typeof__(*out), mode);
	return limine_answer(l, request, 1, 1, at);
}
