/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: read_record, of which all of preload.c's loops are made
 * property: a record lies in what was loaded, the next behind
 * bound: none
 * sources: kern/text.c kern/string.c
 */
#include "prove.h"

/* A read gives any bytes, and other bytes when it is repeated. */
static void
read_any(void *to, const void *from, size_t size)
{
	PROVE(__CPROVER_r_ok(from, size), "reads what was loaded");
	__CPROVER_havoc_slice(to, size);
}
#define __builtin_memcpy read_any

#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "kern/preload.c"
#pragma CPROVER check pop

void
proof(void)
{
	struct preload pl;
	struct record r;
	uint64_t at = nondet_uint64_t();

	ASSUME(pl.end <= 1ull << 40 && pl.start <= pl.end);
	pl.base = malloc(pl.end);
	if (read_record(&pl, at, &r) != NULL) {
		REACHED("no record");
		return;
	}
	PROVE(r.at == at && at >= pl.start && at < pl.end, "it is there");
	PROVE(r.data == pl.base + at + HEADER && r.size <= pl.end - at - HEADER,
	    "all of it is");
	PROVE(r.next >= at + HEADER + r.size && r.next - at - r.size < 16 &&
		(r.next - at) % 8 == 0,
	    "the next one");
	REACHED("record");
}
