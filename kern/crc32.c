/* SPDX-License-Identifier: BSD-2-Clause */
/* CRC-32, one byte at a time, by a table that is made at the first use. */
#include "kern/crc32.h"

#define POLYNOMIAL 0xedb88320u /* lowest bit first */

static uint32_t table[256];

static void
make_table(void)
{
	uint32_t c, i;
	unsigned bit;

	for (i = 0; i < 256; i++) {
		c = i;
		for (bit = 0; bit < 8; bit++)
			c = (c & 1) != 0 ? c >> 1 ^ POLYNOMIAL : c >> 1;
		table[i] = c;
	}
}

uint32_t
crc32(const void *data, size_t len)
{
	const unsigned char *p = data, *end = p + len;
	uint32_t c = ~0u;

	if (table[1] == 0)
		make_table();
	while (p < end)
		c = c >> 8 ^ table[(c ^ *p++) & 0xff];
	return ~c;
}
