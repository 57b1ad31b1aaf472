/* SPDX-License-Identifier: BSD-2-Clause */
/* The format's defects and their lines; defect.h says how they read. */
#ifndef FREEBSD_DEFECT_H
#define FREEBSD_DEFECT_H

#define FREEBSD_FATAL(X)                                                    \
	X(PVH_MODULE_NAME_ARENA, "module #: no room for its name")          \
	X(PVH_MODULE_NO_ROOM,                                               \
	    "module #: no RAM for @ bytes between the kernel and 1 GiB")    \
	X(PVH_MODULE_MAP_FULL, "module #: no room for @ in the memory map") \
	X(PVH_KENV_FULL, "kenv: no room for variable #")                    \
	X(PVH_METADATA_FULL, "metadata: no room after @ bytes")

#define FREEBSD_WARNINGS(X)

#define FREEBSD_ONCE(X)                                                     \
	X(PVH_ODD_HEADROOM, "memmap: less than 2 MiB of RAM at kernend, @") \
	X(PVH_ODD_OPTION, "command line: unknown option, byte @")           \
	X(PVH_ODD_WORD, "command line: no name in the word at byte #")      \
	X(PVH_ODD_QUOTE, "command line: the quote at byte # is not closed")

#endif
