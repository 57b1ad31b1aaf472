/* SPDX-License-Identifier: BSD-2-Clause */
/* The format's defects and their lines; defect.h says how they read. */
#ifndef LIMINE_DEFECT_H
#define LIMINE_DEFECT_H

#define LIMINE_FATAL(X)                                                       \
	X(PVH_LIMINE_PLACE,                                                   \
	    "limine: the kernel at @ is not all from -2 GiB on")              \
	X(PVH_LIMINE_SEGMENTS,                                                \
	    "limine: the kernel at @ has more than # segments")               \
	X(PVH_LIMINE_TWICE, "limine: a second request of one kind at @")      \
	X(PVH_LIMINE_REVISION,                                                \
	    "limine: the kernel wants base revision @; 0 to 3 are known")     \
	X(PVH_LIMINE_PAGING,                                                  \
	    "limine: the kernel wants five levels of page tables")            \
	X(PVH_LIMINE_ENTRY, "limine: the entry point @ is not in the kernel") \
	X(PVH_LIMINE_STACK, "limine: no RAM for a stack of @ bytes")          \
	X(PVH_LIMINE_TABLES, "limine: no RAM for the page tables of @")       \
	X(PVH_LIMINE_MAP, "limine: no room for @ in the memory map")          \
	X(PVH_LIMINE_ARENA, "limine: no room for @ bytes of a response")      \
	X(PVH_LIMINE_MODULE, "module #: no RAM for a copy of its @ bytes")    \
	X(PVH_LIMINE_INTERNAL,                                                \
	    "limine: internal module # is not all in the kernel, @")          \
	X(PVH_LIMINE_REQUIRED,                                                \
	    "limine: no module is the required internal module #")

#define LIMINE_WARNINGS(X)                                                     \
	X(PVH_LIMINE_CUT, "limine: the request at @ is not all in the kernel") \
	X(PVH_LIMINE_CPU,                                                      \
	    "limine: CPU # with APIC ID @ does not start, left out")           \
	X(PVH_LIMINE_CPUS, "limine: no RAM to start # other CPUs, left out")   \
	X(PVH_LIMINE_APIC,                                                     \
	    "limine: the APIC is off; # other CPUs are left out")              \
	X(PVH_LIMINE_OPTIONAL,                                                 \
	    "limine: no module is the internal module #, left out")

#define LIMINE_ONCE(X) \
	X(PVH_LIMINE_NONE, "limine: there is no request in the kernel at @")

#endif
