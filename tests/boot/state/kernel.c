/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that does nothing: state.t writes over its first instructions. Its
 * own format is the view as it is, and its entry; in FreeBSD's, the kit has a
 * native_write() that goes before this one.
 */
#include "pvh.h"

void ENTRY(void);

void
ENTRY(void)
{
	for (;;)
		__asm__ volatile("cli; hlt; nop; nop; nop; nop");
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	native->first = (uintptr_t)view;
	native->second = (uintptr_t)ENTRY;
	return true;
}
