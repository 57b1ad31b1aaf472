/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: md_bytes, md_u64
 * property: a whole record where it fits, else none
 * bound: none
 * sources: arch/pvh/defect.c
 */
#include "prove.h"
#include "arch/pvh/freebsd/preload.c"

static uint32_t ghost; /* any byte of the data */

void
pvh_putc(char c)
{
	(void)c;
}

/* As physmem_copy.c proves it: all bytes, of which only the ghost is kept. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(size == 0 || __CPROVER_r_ok(from, size), "the data");
	PROVE(size == 0 || __CPROVER_w_ok(to, size), "room for the data");
	if (ghost < size)
		to[ghost] = from[ghost];
}

void
proof(void)
{
	uint32_t type = nondet_uint32_t(), size = nondet_uint32_t(), after;
	uint32_t room = nondet_uint32_t(), pad = nondet_uint32_t();
	uint64_t value = nondet_uint64_t();
	char *start, *data = NULL;
	bool number = nondet_bool();
	struct md md;

	/*
	 * The object is what is left of the arena, so a write outside is seen.
	 */
	ASSUME(room <= BOOT_ARENA && room % 8 == 0 && size <= BOOT_STRING);
	start = malloc(room);
	md = (struct md){ start, start + room };
	if (number) {
		size = sizeof(value);
		md_u64(&md, type, value);
	} else {
		data = malloc(size);
		ghost = nondet_uint32_t();
		md_bytes(&md, type, data, size);
	}
	after = 8 + (size + 7) / 8 * 8;
	if (size + 16 > room) {
		PROVE(md.at == start && md.end == start, "none fits now");
		REACHED("full");
		return;
	}
	PROVE(*(uint32_t *)start == type, "the type");
	PROVE(*(uint32_t *)(start + 4) == size, "the size");
	PROVE(md.at == start + after && md.end == start + room, "the next");
	PROVE(after + 8 <= room, "there is room for the end");
	if (number)
		PROVE(*(uint64_t *)(start + 8) == value, "the value");
	else if (ghost < size)
		PROVE(start[8 + ghost] == data[ghost], "the data");
	if (pad >= 8 + size && pad < after)
		PROVE(start[pad] == 0, "padding is 0");
	REACHED("record");
}
