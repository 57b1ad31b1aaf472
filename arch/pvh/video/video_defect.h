/* SPDX-License-Identifier: BSD-2-Clause */
/* The room's defects and their lines; defect.h says how they read. */
#ifndef VIDEO_DEFECT_H
#define VIDEO_DEFECT_H

#define VIDEO_WARNINGS(X)                                                     \
	X(PVH_VIDEO_WORD, "video: no mode in the word at byte #, left out")   \
	X(PVH_VIDEO_WIDTH, "video: no mode has width #; 1024x768x32 instead") \
	X(PVH_VIDEO_HEIGHT,                                                   \
	    "video: no mode has height #; 1024x768x32 instead")               \
	X(PVH_VIDEO_DEPTH,                                                    \
	    "video: the device has no # bits a pixel; 1024x768x32 instead")   \
	X(PVH_VIDEO_ROOM, "video: no room for @ bytes; 1024x768x32 instead")  \
	X(PVH_VIDEO_REFUSED,                                                  \
	    "video: the device refuses width #; 1024x768x32 instead")         \
	X(PVH_VIDEO_OFF, "video: the PCI device's memory is off, command @")  \
	X(PVH_VIDEO_BAR, "video: the PCI device's BAR # is @, of no use")     \
	X(PVH_VIDEO_ID, "video: the PCI device's DISPI registers have ID @")  \
	X(PVH_VIDEO_DEFAULT,                                                  \
	    "video: no frame buffer: 1024x768x32 cannot be set")              \
	X(PVH_VIDEO_NONE, "video: no frame buffer: no device has one")

#endif
