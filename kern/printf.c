/* SPDX-License-Identifier: BSD-2-Clause */
/* Formatted output. */
#include "kern/printf.h"
#include "kern/machine.h"

static void
put_string(const char *s)
{
	while (*s != '\0')
		cons_putc(*s++);
}

/* In at least width digits. */
static void
put_number(uint64_t n, unsigned base, unsigned width)
{
	char digits[20]; /* what 64 bits have in base 10 */
	unsigned len = 0;

	do {
		digits[len++] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n != 0);
	for (; width > len; width--)
		cons_putc('0');
	while (len > 0)
		cons_putc(digits[--len]);
}

void
vprintf(const char *fmt, va_list ap)
{
	unsigned width;
	bool is_long;
	uint64_t n;

	for (; *fmt != '\0'; fmt++) {
		if (*fmt != '%') {
			cons_putc(*fmt);
			continue;
		}
		width = 0;
		for (fmt++; *fmt >= '0' && *fmt <= '9'; fmt++)
			width = width * 10 + (unsigned)(*fmt - '0');
		is_long = *fmt == 'l';
		if (is_long)
			fmt++;
		switch (*fmt) {
		case 's':
			put_string(va_arg(ap, const char *));
			break;
		case 'u':
		case 'x':
			n = is_long ? va_arg(ap, unsigned long)
				    : va_arg(ap, unsigned);
			put_number(n, *fmt == 'u' ? 10 : 16, width);
			break;
		case '\0':
			return;
		default:
			cons_putc(*fmt);
		}
	}
}

void
printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

void
printf_text(struct text t)
{
	size_t i;

	for (i = 0; i < t.len; i++) {
		if (t.s[i] >= ' ' && t.s[i] <= '~')
			cons_putc(t.s[i]);
		else
			printf("\\x%02x", (unsigned char)t.s[i]);
	}
}
