/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's own lines, on the early console. */
#include "kit.h"
#include "loader.h"
#include "say.h"

static void
line(const char *prefix, const char *file, const char *format,
    __builtin_va_list args)
{
	pvh_put_string(prefix);
	pvh_put_string(file);
	pvh_put_string(": ");
	say_args(format, args);
	pvh_putc('\n');
}

void
refuse(const char *file, const char *format, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, format);
	line("pvh: loader: ", file, format, args);
	__builtin_va_end(args);
	pvh_halt();
}

void
refuse_not(const char *file, const char *format, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, format);
	line("pvh: warning: loader: ", file, format, args);
	__builtin_va_end(args);
}
