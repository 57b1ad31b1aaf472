/* SPDX-License-Identifier: BSD-2-Clause */
/* Traps on request: to see a dump, and to see that W^X holds. */
#include "arch/amd64/crash.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/pmap.h"
#include "kern/kenv.h"
#include "kern/panic.h"

static unsigned char data[] = { 0xc3 }; /* ret */

void
crash_if_asked(const struct kenv *kenv)
{
	struct text what;

	if (!kenv_lookup(kenv, "crash", &what))
		return;
	if (text_is(what, "1"))
		__asm__ volatile("ud2");
	if (text_is(what, "text")) {
		*(volatile char *)kernel_start = *kernel_start;
		panic("kernel text is writable");
	}
	if (text_is(what, "nx")) {
		((void (*)(void))(uintptr_t)data)();
		if (cpu_has_nx())
			panic("kernel data is executable");
	}
}
