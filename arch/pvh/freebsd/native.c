/* SPDX-License-Identifier: BSD-2-Clause */
/* The format's stages, one after the other. */
#include "kit.h"
#include "freebsd.h"

bool
native_write(struct boot_view *view, struct native_args *native)
{
	static struct freebsd bsd;

	bsd.view = view;
	bsd.kernel_name = "kernel";
	bsd.loader = "loader=pvh";
	bsd.record_count = 0;
	if (!names_read(&bsd) || !settle_modules(&bsd) || !args_parse(&bsd) ||
	    !preload_write(&bsd))
		return false;
	native->first = bsd.modulep;
	native->second = bsd.kernend;
	return true;
}
