/* SPDX-License-Identifier: BSD-2-Clause */
/* The deflate format (RFC 1951): what its data are made of. */
#include "inflate.h"
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* The next bits, the first one lowest; false if there are no more. */
bool
inflate_bits(struct inflate *in, unsigned count, uint32_t *value)
{
	while (in->count < count) {
		if (in->left == 0)
			return false;
		in->bits |= (uint32_t)*in->from++ << in->count;
		in->left--;
		in->count += 8;
	}
	*value = in->bits & ((1u << count) - 1);
	in->bits >>= count;
	in->count -= count;
	return true;
}

bool
inflate_put(struct inflate *in, unsigned char byte)
{
	unsigned char *more;
	size_t room;

	if (in->size == in->limit)
		return false;
	if (in->size == in->room) {
		room = in->room == 0 ? 0x10000 : in->room * 2;
		more = realloc(in->to, room);
		if (more == NULL)
			return false;
		in->to = more;
		in->room = room;
	}
	in->to[in->size++] = byte;
	return true;
}

/* False if there are more codes than bits can tell apart. */
bool
inflate_code(
    struct inflate_code *code, const unsigned char *lengths, unsigned symbols)
{
	uint16_t next[INFLATE_LONGEST + 2] = { 0 };
	int32_t free_codes = 1;
	unsigned i;

	memset(code, 0, sizeof(*code));
	for (i = 0; i < symbols; i++)
		code->count[lengths[i]]++;
	code->count[0] = 0;
	for (i = 1; i <= INFLATE_LONGEST; i++) {
		free_codes = free_codes * 2 - code->count[i];
		if (free_codes < 0)
			return false;
		next[i + 1] = next[i] + code->count[i];
	}
	for (i = 0; i < symbols; i++)
		if (lengths[i] != 0)
			code->symbol[next[lengths[i]]++] = (uint16_t)i;
	return true;
}

/* Codes of one length are consecutive numbers, above the shorter ones. */
uint32_t
inflate_symbol(struct inflate *in, const struct inflate_code *code)
{
	uint32_t first = 0, bits = 0, before = 0, bit;
	unsigned length;

	for (length = 1; length <= INFLATE_LONGEST; length++) {
		if (!inflate_bits(in, 1, &bit))
			return NONE;
		bits = bits << 1 | bit;
		first <<= 1;
		if (bits - first < code->count[length])
			return code->symbol[before + (bits - first)];
		first += code->count[length];
		before += code->count[length];
	}
	return NONE;
}

/* A number of a class: the classes' bases go up by the extra bits. */
static bool
take_number(struct inflate *in, uint32_t class, uint32_t per, uint32_t *number)
{
	uint32_t extra = class < 2 * per ? 0 : class / per - 1, bits, i;

	*number = 0;
	for (i = 0; i < class; i++)
		*number += 1u << (i < 2 * per ? 0 : i / per - 1);
	if (!inflate_bits(in, extra, &bits))
		return false;
	*number += bits;
	return true;
}

static bool
copy_back(
    struct inflate *in, uint32_t symbol, const struct inflate_code *distances)
{
	uint32_t length, distance, class;

	if (symbol > 285)
		return false;
	if (symbol == 285)
		length = 258;
	else if (take_number(in, symbol - 257, 4, &length))
		length += 3;
	else
		return false;
	class = inflate_symbol(in, distances);
	if (class > 29 || !take_number(in, class, 2, &distance) ||
	    ++distance > in->size)
		return false;
	while (length-- > 0)
		if (!inflate_put(in, in->to[in->size - distance]))
			return false;
	return true;
}

bool
inflate_codes(struct inflate *in, const struct inflate_code *literals,
    const struct inflate_code *distances)
{
	uint32_t symbol;

	for (;;) {
		symbol = inflate_symbol(in, literals);
		if (symbol == 256)
			return true;
		if (symbol == NONE ||
		    !(symbol < 256 ? inflate_put(in, (unsigned char)symbol)
				   : copy_back(in, symbol, distances)))
			return false;
	}
}
