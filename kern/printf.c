/* SPDX-License-Identifier: BSD-2-Clause */
/* Formatted output, to the console or to a buffer. */
#include <stdbool.h>
#include <stdint.h>
#include "kern/printf.h"
#include "kern/machine.h"

struct out {
	char *buf; /* NULL: the console */
	size_t size, len;
	va_list ap;
};

struct spec {
	bool zero, is_long;
	int width, precision; /* precision < 0: none */
};

static void
put(struct out *o, char c)
{
	if (!o->buf)
		cons_putc(c);
	else if (o->len + 1 < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void
put_padded(struct out *o, const struct spec *s, const char *p, size_t len)
{
	for (size_t i = len; s->width > 0 && i < (size_t)s->width; i++)
		put(o, s->zero ? '0' : ' ');
	for (size_t i = 0; i < len; i++)
		put(o, p[i]);
}

static void
put_number(struct out *o, const struct spec *s, uint64_t n, unsigned base)
{
	char digits[20], *p = digits + sizeof(digits);

	do {
		*--p = "0123456789abcdef"[n % base];
		n /= base;
	} while (n);
	put_padded(o, s, p, (size_t)(digits + sizeof(digits) - p));
}

static void
put_string(struct out *o, const struct spec *s, const char *p)
{
	size_t len = 0;

	while ((s->precision < 0 || len < (size_t)s->precision) && p[len])
		len++;
	put_padded(o, s, p, len);
}

/* Reads what is between % and the conversion; returns where that is. */
static const char *
parse(struct out *o, struct spec *s, const char *fmt)
{
	*s = (struct spec){ .precision = -1 };
	for (; *fmt == '0'; fmt++)
		s->zero = true;
	for (; *fmt >= '0' && *fmt <= '9'; fmt++)
		s->width = s->width * 10 + *fmt - '0';
	if (fmt[0] == '.' && fmt[1] == '*') {
		s->precision = va_arg(o->ap, int);
		fmt += 2;
	}
	for (; *fmt == 'l'; fmt++)
		s->is_long = true;
	return fmt;
}

static void
convert(struct out *o, const struct spec *s, char conversion)
{
	uint64_t u;
	int64_t d;

	switch (conversion) {
	case 's':
		put_string(o, s, va_arg(o->ap, const char *));
		break;
	case 'c':
		put(o, (char)va_arg(o->ap, int));
		break;
	case 'd':
		d = s->is_long ? va_arg(o->ap, long) : va_arg(o->ap, int);
		if (d < 0)
			put(o, '-');
		put_number(o, s, d < 0 ? -(uint64_t)d : (uint64_t)d, 10);
		break;
	case 'u':
	case 'x':
		u = s->is_long ? va_arg(o->ap, unsigned long)
			       : va_arg(o->ap, unsigned);
		put_number(o, s, u, conversion == 'u' ? 10 : 16);
		break;
	case 'p':
		put(o, '0');
		put(o, 'x');
		put_number(o, s, (uintptr_t)va_arg(o->ap, void *), 16);
		break;
	default:
		put(o, conversion);
	}
}

static void
format(struct out *o, const char *fmt, va_list ap)
{
	struct spec s;

	va_copy(o->ap, ap);
	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			put(o, *fmt);
			continue;
		}
		fmt = parse(o, &s, fmt + 1);
		if (!*fmt)
			break;
		convert(o, &s, *fmt);
	}
	va_end(o->ap);
}

int
vprintf(const char *fmt, va_list ap)
{
	struct out o = { .buf = NULL };

	format(&o, fmt, ap);
	return (int)o.len;
}

int
printf(const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vprintf(fmt, ap);
	va_end(ap);
	return len;
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

int
snprintf(char *buf, size_t size, const char *fmt, ...)
{
	struct out o = { .buf = buf, .size = size };
	va_list ap;

	va_start(ap, fmt);
	format(&o, fmt, ap);
	va_end(ap);
	if (size)
		buf[o.len < size ? o.len : size - 1] = '\0';
	return (int)o.len;
}
