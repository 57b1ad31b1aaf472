/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a run that cannot go on. */
#include "kern/panic.h"
#include "kern/machine.h"
#include "kern/printf.h"

_Noreturn void
panic(const char *fmt, ...)
{
	va_list ap;

	printf("boot: failed: ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	power_off(false);
}
