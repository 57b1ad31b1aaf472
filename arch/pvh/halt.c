/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends a boot that cannot go on, because of a defect or of a fault. */
#include "kit.h"

/* With isa-debug-exit, QEMU's status is 35: twice this value, plus 1. */
#define DEBUG_EXIT_BAD 0x11

_Noreturn void
pvh_halt(void)
{
	static bool again = false; /* a fault in xen_crash() comes here, too */

#ifdef PVH_DEBUG_EXIT
	__asm__ volatile(
	    "outb %0, %1"
	    :
	    : "a"((uint8_t)DEBUG_EXIT_BAD), "Nd"((uint16_t)PVH_DEBUG_EXIT));
#endif
	if (xen_crash != NULL && !again) {
		again = true;
		xen_crash();
	}
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* Called by pvh_trap.asm, which prints the same line itself in 32-bit mode. */
_Noreturn void
pvh_trap(uint64_t vector, uint64_t address, uint64_t cr2)
{
	pvh_put_string("pvh: trap 0x");
	pvh_put_number(vector, 16);
	pvh_put_string(" at 0x");
	pvh_put_number(address, 16);
	pvh_put_string(", cr2 0x");
	pvh_put_number(cr2, 16);
	pvh_putc('\n');
	pvh_halt();
}
