/* SPDX-License-Identifier: BSD-2-Clause */
/* The deflate format (RFC 1951): its blocks, of three kinds. */
#include <string.h>
#include "inflate.h"

static bool
stored(struct inflate *in)
{
	uint32_t length, inverse, i;

	in->bits = 0;
	in->count = 0;
	if (!inflate_bits(in, 16, &length) || !inflate_bits(in, 16, &inverse) ||
	    (length ^ inverse) != 0xffff || length > in->left)
		return false;
	for (i = 0; i < length; i++)
		if (!inflate_put(in, *in->from++))
			return false;
	in->left -= length;
	return true;
}

static bool
fixed(struct inflate *in)
{
	unsigned char lengths[INFLATE_SYMBOLS];
	struct inflate_code literals, distances;
	unsigned i;

	for (i = 0; i < INFLATE_SYMBOLS; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	inflate_code(&literals, lengths, INFLATE_SYMBOLS);
	memset(lengths, 5, 30);
	inflate_code(&distances, lengths, 30);
	return inflate_codes(in, &literals, &distances);
}

/* The lengths of both alphabets' codes, in a code of their own. */
static bool
take_lengths(struct inflate *in, const struct inflate_code *code,
    unsigned char *lengths, unsigned total)
{
	static const struct {
		unsigned char bits, base;
	} repeats[] = { { 2, 3 }, { 3, 3 }, { 7, 11 } };
	uint32_t symbol, times;
	unsigned n = 0;
	unsigned char length;

	while (n < total) {
		symbol = inflate_symbol(in, code);
		if (symbol > 18 || (symbol == 16 && n == 0))
			return false;
		length = (unsigned char)symbol;
		times = 1;
		if (symbol >= 16) {
			length = symbol == 16 ? lengths[n - 1] : 0;
			if (!inflate_bits(
				in, repeats[symbol - 16].bits, &times))
				return false;
			times += repeats[symbol - 16].base;
		}
		if (times > total - n)
			return false;
		while (times-- > 0)
			lengths[n++] = length;
	}
	return true;
}

static bool
dynamic(struct inflate *in)
{
	static const unsigned char order[] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5,
		11, 4, 12, 3, 13, 2, 14, 1, 15 };
	unsigned char lengths[INFLATE_SYMBOLS + 32] = { 0 };
	uint32_t literal_count, distance_count, count, length, i;
	struct inflate_code code, distances;

	if (!inflate_bits(in, 5, &literal_count) ||
	    !inflate_bits(in, 5, &distance_count) ||
	    !inflate_bits(in, 4, &count))
		return false;
	literal_count += 257;
	distance_count += 1;
	for (i = 0; i < count + 4; i++) {
		if (!inflate_bits(in, 3, &length))
			return false;
		lengths[order[i]] = (unsigned char)length;
	}
	if (!inflate_code(&code, lengths, sizeof(order)) ||
	    !take_lengths(in, &code, lengths, literal_count + distance_count) ||
	    literal_count > INFLATE_SYMBOLS - 2)
		return false;
	return inflate_code(&code, lengths, literal_count) &&
	    inflate_code(&distances, lengths + literal_count, distance_count) &&
	    inflate_codes(in, &code, &distances);
}

bool
inflate_all(struct inflate *in)
{
	static bool (*const blocks[])(
	    struct inflate * in) = { stored, fixed, dynamic };
	uint32_t last = 0, type;

	while (last == 0)
		if (!inflate_bits(in, 1, &last) ||
		    !inflate_bits(in, 2, &type) || type == 3 ||
		    !blocks[type](in))
			return false;
	return true;
}
