/* SPDX-License-Identifier: BSD-2-Clause */
/* Strings that others wrote. */
#include "kern/text.h"
#include "kern/string.h"

struct text
text_bounded(const void *s, size_t size)
{
	struct text t = { s, 0 };

	while (t.len < size && t.s[t.len] != '\0')
		t.len++;
	return t;
}

struct text
text_trim(struct text t)
{
	while (t.len > 0 && (t.s[t.len - 1] == ' ' || t.s[t.len - 1] == '\t'))
		t.len--;
	return t;
}

bool
text_is(struct text t, const char *s)
{
	return t.len == strlen(s) && memcmp(t.s, s, t.len) == 0;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_is_nocase(struct text t, const char *s)
{
	size_t i = 0;

	while (i < t.len && s[i] != '\0' && lower(t.s[i]) == s[i])
		i++;
	return i == t.len && s[i] == '\0';
}

bool
text_number(struct text t, uint64_t *value)
{
	unsigned base = 10, digit;
	uint64_t v = 0;
	size_t i = 0;
	char c;

	if (t.len > 2 && t.s[0] == '0' && lower(t.s[1]) == 'x') {
		base = 16;
		i = 2;
	}
	if (i == t.len)
		return false;
	for (; i < t.len; i++) {
		c = lower(t.s[i]);
		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a') + 10;
		else
			return false;
		if (digit >= base || v > (UINT64_MAX - digit) / base)
			return false;
		v = v * base + digit;
	}
	*value = v;
	return true;
}
