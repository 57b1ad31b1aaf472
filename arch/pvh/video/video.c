/* SPDX-License-Identifier: BSD-2-Clause */
/* Which mode is set, on which device. */
#include "video.h"
#include "device.h"

#define WIDTH  1024
#define HEIGHT 768
#define BPP    32

/* QEMU's limits; bochs-display has no mode below, Bochs's VGA none above. */
#define LEAST      64
#define MOST_WIDE  16000
#define MOST_HIGH  12000
#define WIDTH_STEP 8

/* Moves *s behind the digits there; false if there are none. */
static bool
read_number(const char **s, uint32_t *value)
{
	const char *start = *s;

	for (*value = 0; **s >= '0' && **s <= '9' && *value < 100000000; (*s)++)
		*value = *value * 10 + (uint32_t)(**s - '0');
	return *s != start;
}

/* Reads WIDTHxHEIGHT or WIDTHxHEIGHTxBPP, the rest of a word. */
static bool
read_mode(const char *s, struct video_mode *mode)
{
	if (!read_number(&s, &mode->width) || *s++ != 'x' ||
	    !read_number(&s, &mode->height))
		return false;
	if (*s == 'x') {
		s++;
		if (!read_number(&s, &mode->bpp))
			return false;
	}
	return *s == '\0' || is_blank(*s);
}

/* What s begins with the name of; NULL if it does not. */
static const char *
value_of(const char *s)
{
	const char *name = "video=";

	while (*name != '\0')
		if (*s++ != *name++)
			return NULL;
	return s;
}

/* The mode that is wanted, or the last one that the command line names. */
static struct video_mode
mode_wanted(struct boot_view *view, struct video_mode mode)
{
	struct video_mode named;
	const char *s, *value;

	mode.width = mode.width != 0 ? mode.width : WIDTH;
	mode.height = mode.height != 0 ? mode.height : HEIGHT;
	mode.bpp = mode.bpp != 0 ? mode.bpp : BPP;
	named = mode;
	for (s = view->cmdline; s != NULL && *s != '\0';) {
		value = value_of(s);
		if (value != NULL) {
			named.bpp = mode.bpp;
			if (!read_mode(value, &named)) {
				pvh_warn(view, PVH_VIDEO_WORD,
				    (uint32_t)(s - view->cmdline), 0);
				named = mode;
			}
		}
		while (*s != '\0' && !is_blank(*s))
			s++;
		while (is_blank(*s))
			s++;
	}
	return named;
}

/* Sets the mode; PVH_OK, or what is wrong. */
static enum pvh_code
set(struct boot_view *view, const struct video_device *device,
    struct video_mode mode, struct video *video)
{
	bool small = mode.bpp == 16;

	if (mode.width < LEAST || mode.width > MOST_WIDE ||
	    mode.width % WIDTH_STEP != 0)
		return PVH_VIDEO_WIDTH;
	if (mode.height < LEAST || mode.height > MOST_HIGH)
		return PVH_VIDEO_HEIGHT;
	if (mode.bpp != 32 && (!small || device->dispi == NULL))
		return PVH_VIDEO_DEPTH;
	*video = (struct video){ .pitch = mode.width * (mode.bpp / 8),
		.width = mode.width,
		.height = mode.height,
		.bpp = (uint8_t)mode.bpp,
		.red_size = small ? 5 : 8,
		.red_shift = small ? 11 : 16,
		.green_size = small ? 6 : 8,
		.green_shift = small ? 5 : 8,
		.blue_size = small ? 5 : 8 };
	return device->dispi != NULL ? bochs_set(device, video)
				     : ramfb_set(view, device, video);
}

bool
video_open(
    struct boot_view *view, struct video_mode wanted, struct video *video)
{
	const struct video_mode standard = { WIDTH, HEIGHT, BPP };
	struct video_mode mode = mode_wanted(view, wanted);
	struct video_device device = { 0 };
	enum pvh_code code;

	if (!bochs_find(view, &device) && !ramfb_find(view, &device)) {
		pvh_warn(view, PVH_VIDEO_NONE, 0, 0);
		return false;
	}
	*video = (struct video){ 0 };
	code = set(view, &device, mode, video);
	if (code != PVH_OK &&
	    (mode.width != WIDTH || mode.height != HEIGHT || mode.bpp != BPP)) {
		pvh_warn(view, code,
		    code == PVH_VIDEO_HEIGHT      ? mode.height
			: code == PVH_VIDEO_DEPTH ? mode.bpp
						  : mode.width,
		    video_size(video));
		code = set(view, &device, standard, video);
	}
	if (code != PVH_OK)
		pvh_warn(view, PVH_VIDEO_DEFAULT, 0, 0);
	return code == PVH_OK;
}
