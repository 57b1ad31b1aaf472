/* SPDX-License-Identifier: BSD-2-Clause */
/* The format's defects and their lines; defect.h says how they read. */
#ifndef MULTIBOOT_DEFECT_H
#define MULTIBOOT_DEFECT_H

#define MULTIBOOT_FATAL(X)                                                     \
	X(PVH_MULTIBOOT_FLAG, "multiboot header: bit # of flags @ is unknown") \
	X(PVH_MULTIBOOT_CUT, "multiboot header: it is cut after # of @ bytes") \
	X(PVH_MULTIBOOT_TAG_SIZE, "multiboot header: tag # has size @")        \
	X(PVH_MULTIBOOT_END, "multiboot header: no end tag in its @ bytes")    \
	X(PVH_MULTIBOOT_TAG, "multiboot header: tag # is unknown, flags @")    \
	X(PVH_MULTIBOOT_REQUEST,                                               \
	    "multiboot header: tag # requests @, which is unknown")            \
	X(PVH_MULTIBOOT_NO_ROOM, "module #: no RAM for @ bytes below 4 GiB")   \
	X(PVH_MULTIBOOT_FULL, "multiboot: no room in the arena for @ bytes")

#define MULTIBOOT_WARNINGS(X)

#define MULTIBOOT_ONCE(X)                                                   \
	X(PVH_ODD_MULTIBOOT,                                                \
	    "multiboot header at byte #: sum or architecture @ is wrong")   \
	X(PVH_ODD_MULTIBOOT_MODE,                                           \
	    "multiboot header: bit # asks for a screen, and there is none") \
	X(PVH_ODD_MULTIBOOT_SCREEN,                                         \
	    "multiboot header: tag # asks for a screen, and there is none")

#endif
