/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines with values in them, on the console of the loader. */
#include "say.h"
#include "kit.h"

void
say_args(const char *format, __builtin_va_list args)
{
	bool is_long;

	for (; *format != '\0'; format++) {
		if (*format != '%') {
			pvh_putc(*format);
			continue;
		}
		is_long = *++format == 'l';
		if (is_long)
			format++;
		if (*format == 's')
			pvh_put_string(__builtin_va_arg(args, const char *));
		else
			pvh_put_number(is_long
				? __builtin_va_arg(args, unsigned long)
				: __builtin_va_arg(args, unsigned),
			    *format == 'x' ? 16 : 10);
	}
}
