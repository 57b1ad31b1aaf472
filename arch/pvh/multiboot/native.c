/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kit in a Multiboot kernel. PVH_MULTIBOOT, of pvh.mk, is the version that
 * the kernel speaks; without it the header in the image says that, and for a
 * kernel without a header it is version 2.
 */
#include "kit.h"
#include "multiboot.h"

#ifndef PVH_MULTIBOOT
#define PVH_MULTIBOOT 0
#endif
_Static_assert(
    PVH_MULTIBOOT >= 0 && PVH_MULTIBOOT <= 2, "PVH_MULTIBOOT is 1 or 2");

bool
native_write(struct boot_view *view, struct native_args *native)
{
	static struct multiboot_kernel kernel;
	const struct extent at = view->kernel;
	const char *bytes = pvh_at(view, at.start, at.end - at.start);
	uint32_t version;

	kernel.version = PVH_MULTIBOOT == 0 ? 2 : PVH_MULTIBOOT;
	kernel.header = NULL;
	kernel.extent = at;
	kernel.load_base = at.start;
	kernel.sections = NULL; /* no loader brings them into memory */
	kernel.loader = "pvh";
	for (version = 2; version > 0 && kernel.header == NULL; version--)
		if (PVH_MULTIBOOT == 0 || PVH_MULTIBOOT == version)
			multiboot_find(view, version, bytes,
			    bytes == NULL ? 0 : at.end - at.start, &kernel);
	return multiboot_write(view, &kernel, native);
}
