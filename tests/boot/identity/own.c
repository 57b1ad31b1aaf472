/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same with a boot format of its own, the least there is: its entry, a C
 * function, gets the kit's boot view.
 */
#include "print.h"
#include "pvh.h"

void kmain(const struct boot_view *view, uint64_t image_end);

bool
native_write(struct boot_view *view, struct native_args *native)
{
	native->first = (uintptr_t)view;
	native->second = view->image.end;
	return true;
}

void
kmain(const struct boot_view *view, uint64_t image_end)
{
	uint64_t frame = (uint64_t)__builtin_frame_address(0);
	uint32_t i;

	print(frame % 16 == 0 ? "stack: aligned\n" : "stack: odd\n");
	print(image_end == view->image.end ? "words: " : "no words: ");
	print(view->cmdline != NULL ? view->cmdline : "");
	print("\n");
	for (i = 0; i < view->module_count; i++) {
		print("module: ");
		print(view->module[i].cmdline != NULL ? view->module[i].cmdline
						      : "no words");
		print("\n");
	}
	end();
}
