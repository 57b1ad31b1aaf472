/* SPDX-License-Identifier: BSD-2-Clause */
/* What can be wrong with what a loader hands over. */
#ifndef DEFECT_H
#define DEFECT_H

#include <stdint.h>
#include "native_defect.h" /* of the format that PVH_FORMAT names */
#ifdef PVH_VIDEO
#include "video/video_defect.h" /* a room that may be left out */
#else
#define VIDEO_WARNINGS(X)
#endif

/*
 * Every defect and its line: # stands for the index, @ for the value, in hex.
 * Those of the first list end the boot: nothing could start, or there is no
 * room for what was handed over. Those of the others are warnings, and the boot
 * goes on; those of the last are printed only once. A format has lists of the
 * same kinds.
 */
#define CORE_FATAL(X)                                                    \
	X(PVH_START_INFO_RANGE, "start_info at @ is out of reach")       \
	X(PVH_MAGIC, "start_info: magic is @, not 0x336ec578")           \
	X(PVH_NO_MEMMAP, "start_info: version # has no memory map")      \
	X(PVH_XEN_CPU,                                                   \
	    "XENMEM_memory_map: no hypercall is known for this CPU")     \
	X(PVH_XEN_MEMMAP, "XENMEM_memory_map: # entries, error @")       \
	X(PVH_MEMMAP_RANGE, "memmap: # entries at @ are out of reach")   \
	X(PVH_MEMMAP_WRAPS, "memmap entry #: the range at @ wraps")      \
	X(PVH_MEMMAP_FULL, "memmap entry #: no room for the range at @") \
	X(PVH_MEMMAP_NO_RAM, "memmap: no RAM in # entries at @")

#define CORE_WARNINGS(X)                                                  \
	X(PVH_MODULE_RANGE,                                               \
	    "module #: data at @ is out of reach; it is left out")        \
	X(PVH_MODULE_KERNEL,                                              \
	    "module #: data at @ overlaps the kernel; it is left out")    \
	X(PVH_MODULE_NOT_RAM, "module #: data at @ is not all in RAM")    \
	X(PVH_ODD_MODULE, "module #: no bytes at @")                      \
	X(PVH_MODULE_CMDLINE_RANGE,                                       \
	    "module #: command line at @ is out of reach, left out")      \
	X(PVH_MODULE_CMDLINE_LONG,                                        \
	    "module #: command line at @ has no end in 64 KiB, left out") \
	X(PVH_MODULE_CMDLINE_ARENA,                                       \
	    "module #: command line at @: the arena is full, left out")   \
	X(PVH_MODULE_CMDLINE_TEXT,                                        \
	    "module #: command line at @ is no text, left out")

#define CORE_ONCE(X)                                                           \
	X(PVH_CMDLINE_RANGE, "command line at @ is out of reach, left out")    \
	X(PVH_CMDLINE_LONG,                                                    \
	    "command line at @ has no end in 64 KiB, left out")                \
	X(PVH_CMDLINE_ARENA, "command line at @: the arena is full, left out") \
	X(PVH_MODLIST_MISSING, "modlist: # modules, but no list")              \
	X(PVH_MODLIST_RANGE,                                                   \
	    "modlist: # modules at @ are out of reach; all are left out")      \
	X(PVH_MODLIST_FULL,                                                    \
	    "modlist: # modules; those from @ on are left out")                \
	X(PVH_ODD_FLAGS, "start_info: unknown flags @")                        \
	X(PVH_ODD_TYPE, "memmap entry #: type 0 at @, left out")               \
	X(PVH_ODD_RSDP, "rsdp at @ fails its check")                           \
	X(PVH_ODD_KERNEL, "memmap: the kernel at @ is not all in RAM")

/* All of them, in the order that counts. */
#define PVH_DEFECTS(X)      \
	X(PVH_OK, "")       \
	CORE_FATAL(X)       \
	NATIVE_FATAL(X)     \
	X(PVH_WARNINGS, "") \
	CORE_WARNINGS(X)    \
	NATIVE_WARNINGS(X)  \
	VIDEO_WARNINGS(X)   \
	X(PVH_ONCE, "")     \
	CORE_ONCE(X)        \
	NATIVE_ONCE(X)

#define PVH_CODE(code, text) code,
enum pvh_code { PVH_DEFECTS(PVH_CODE) PVH_CODES };
#undef PVH_CODE

struct pvh_defect {
	enum pvh_code code;
	uint32_t index;
	uint64_t value;
};

#endif
