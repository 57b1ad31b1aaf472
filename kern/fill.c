/* SPDX-License-Identifier: BSD-2-Clause */
/* Much output on request: to see that a console keeps up. */
#include "kern/fill.h"
#include "kern/kenv.h"
#include "kern/panic.h"
#include "kern/printf.h"

#define DOTS       "................................................"
#define LINE_BYTES 64

void
fill_if_asked(const struct kenv *kenv)
{
	uint64_t bytes, printed;
	struct text value;
	uint32_t line = 1;

	if (!kenv_lookup(kenv, "fill", &value))
		return;
	if (!text_number(value, &bytes))
		panic("fill is not a number of bytes");
	for (printed = 0; printed < bytes; printed += LINE_BYTES)
		printf("fill: %08u %s\n", line++, DOTS);
}
