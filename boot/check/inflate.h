/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef INFLATE_H
#define INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Compressed bytes, and those that they become: to, on the heap. */
struct inflate {
	const unsigned char *from;
	size_t left;
	uint32_t bits;  /* taken from from and not used yet, */
	unsigned count; /* so many */
	unsigned char *to;
	size_t size, room, limit;
};

/* How many codes there are of each length, and their symbols in order. */
#define INFLATE_LONGEST 15
#define INFLATE_SYMBOLS 288
struct inflate_code {
	uint16_t count[INFLATE_LONGEST + 1];
	uint16_t symbol[INFLATE_SYMBOLS];
};

/* inflate.c: each is false, or UINT32_MAX, if the data are damaged or cut. */
bool inflate_bits(struct inflate *in, unsigned count, uint32_t *value);
bool inflate_put(struct inflate *in, unsigned char byte);
bool inflate_code(
    struct inflate_code *code, const unsigned char *lengths, unsigned symbols);
uint32_t inflate_symbol(struct inflate *in, const struct inflate_code *code);
bool inflate_codes(struct inflate *in, const struct inflate_code *literals,
    const struct inflate_code *distances);

/* blocks.c: false if the data are damaged or cut, or become more than limit
 * bytes. */
bool inflate_all(struct inflate *in);

#endif
