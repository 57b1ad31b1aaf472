/* SPDX-License-Identifier: BSD-2-Clause */
/* Much output on request: to see that a console keeps up. */
#include "kern/fill.h"
#include "kern/kenv.h"
#include "kern/panic.h"
#include "kern/printf.h"

#define DOTS "................................................"

void
fill_if_asked(const struct kenv *kenv)
{
	uint64_t bytes, printed = 0;
	struct text value;

	if (!kenv_lookup(kenv, "fill", &value))
		return;
	if (!text_number(value, &bytes))
		panic("fill is not a number of bytes");
	for (uint32_t line = 1; printed < bytes; line++)
		printed += (uint64_t)printf("fill: %08u %s\n", line, DOTS);
}
