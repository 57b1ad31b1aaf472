/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory and strings, byte by byte. */
#include "kern/string.h"

void *
memcpy(void *restrict to, const void *restrict from, size_t len)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	for (; len > 0; len--)
		*t++ = *f++;
	return to;
}

void *
memmove(void *to, const void *from, size_t len)
{
	unsigned char *t = to;
	const unsigned char *f = from;

	if (t < f)
		return memcpy(to, from, len); /* it copies upwards */
	for (; len > 0; len--)
		t[len - 1] = f[len - 1];
	return to;
}

void *
memset(void *to, int byte, size_t len)
{
	unsigned char *t = to;

	for (; len > 0; len--)
		*t++ = (unsigned char)byte;
	return to;
}

int
memcmp(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a, *y = b;

	for (; len > 0; len--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t
strlen(const char *s)
{
	size_t len = 0;

	while (s[len] != '\0')
		len++;
	return len;
}
