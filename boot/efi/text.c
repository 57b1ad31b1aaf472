/* SPDX-License-Identifier: BSD-2-Clause */
/* Text: the firmware's is UTF-16, all other UTF-8. */
#include "loader.h"

#define IS_HIGH(unit) ((unit) >= 0xd800 && (unit) < 0xdc00)
#define IS_LOW(unit)  ((unit) >= 0xdc00 && (unit) < 0xe000)

uint32_t
utf8_next(const char **s)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const uint8_t *byte = (const uint8_t *)(*s)++;
	uint32_t c = *byte, more, i;

	if ((c >= 0x80 && c < 0xc0) || c >= 0xf8)
		return TEXT_BAD;
	more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
	c &= more == 0 ? 0x7f : 0x3f >> more;
	for (i = 1; i <= more; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return TEXT_BAD;
		c = c << 6 | (byte[i] & 0x3f);
	}
	if (c < least[more] || c > 0x10ffff || IS_HIGH(c) || IS_LOW(c))
		return TEXT_BAD;
	*s += more;
	return c;
}

bool
utf8_is(const char *s)
{
	while (*s != '\0')
		if (utf8_next(&s) == TEXT_BAD)
			return false;
	return true;
}

char *
utf8_put(char *to, uint32_t c)
{
	static const uint8_t lead[] = { 0, 0xc0, 0xe0, 0xf0 };
	uint32_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

	*to++ = lead[more] | c >> 6 * more;
	while (more-- > 0)
		*to++ = 0x80 | (c >> 6 * more & 0x3f);
	return to;
}

uint32_t
utf16_next(const CHAR16 **s, const CHAR16 *end)
{
	const uint32_t unit = *(*s)++;

	if (IS_LOW(unit))
		return TEXT_BAD;
	if (!IS_HIGH(unit))
		return unit;
	if (*s == end || !IS_LOW(**s))
		return TEXT_BAD;
	return 0x10000 + ((unit & 0x3ff) << 10) + (*(*s)++ & 0x3ff);
}

CHAR16 *
utf16_put(CHAR16 *to, uint32_t c)
{
	if (c >= 0x10000) {
		*to++ = 0xd800 + ((c - 0x10000) >> 10);
		c = 0xdc00 + (c & 0x3ff);
	}
	*to++ = c;
	return to;
}
