/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same with a boot format of its own, in place of the kit's preload.c:
 * its entry gets the command line, and that is all.
 */
#include "print.h"
#include "pvh.h"

void btext(uint32_t cmdline, uint32_t kernend);

bool
preload_write(struct boot_view *view, struct native_args *native)
{
	static const char none[] = "";

	native->modulep =
	    (uintptr_t)(view->cmdline != NULL ? view->cmdline : none);
	native->kernend = view->kernend;
	return true;
}

void
btext(uint32_t cmdline, uint32_t kernend)
{
	print(kernend > cmdline ? "words: " : "kernend is too low: ");
	print((const char *)(uintptr_t)cmdline);
	print("\n");
	end();
}
