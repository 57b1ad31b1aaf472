/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame buffer, where the machine has one. */
#ifndef VIDEO_H
#define VIDEO_H

#include <stdbool.h>
#include <stdint.h>
#include "boot_view.h"

/* Pixels are little-endian words of bpp bits; rows are pitch bytes apart. */
struct video {
	uint64_t paddr;
	uint32_t pitch, width, height;
	uint8_t bpp;
	uint8_t red_size, red_shift;
	uint8_t green_size, green_shift;
	uint8_t blue_size, blue_shift;
};

/* A mode that is wanted; 0 stands for any width, height or bpp. */
struct video_mode {
	uint32_t width, height, bpp;
};

/*
 * Sets the mode that the command line names with video=WIDTHxHEIGHT[xBPP], or
 * else the one that is wanted, or 1024x768x32 where the device has neither.
 * The frame buffer lies below 4 GiB; none of it is RAM in the view's map.
 * False, after a warning, if there is none. To be called once. NULL in a build
 * without this room; its symbol has a name that no kernel has.
 */
__attribute__((weak)) bool video_open(struct boot_view *view,
    struct video_mode wanted, struct video *video) __asm__("pvh_video_open");

#endif
