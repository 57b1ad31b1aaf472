/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: preload_check, preload_next_file,
 * proves: preload_search_info, preload_text, preload_u64
 * property: read what was loaded only, and end
 * bound: 3 records
 * sources: kern/text.c kern/string.c
 * cbmc: --unwind 18
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

#define SIZE 24 /* 3 records without data */

static void
prove_search(const struct preload *pl)
{
	struct preload_file file;
	const unsigned char *data;
	uint32_t size;

	data = preload_search_info(pl, file, nondet_uint32_t(), &size);
	if (data == NULL) {
		REACHED("not found");
		return;
	}
	PROVE(data >= pl->base + pl->start + HEADER &&
		data <= pl->base + pl->end &&
		size <= (uint64_t)(pl->base + pl->end - data),
	    "found in what was loaded");
	REACHED("found");
}

static void
prove_walk(const struct preload *pl)
{
	struct preload_error err;
	struct preload_file file;
	uint64_t before = file.name;
	struct text text;
	uint64_t value;
	bool good;

	if (nondet_bool()) {
		good = preload_check(pl, &err);
		PROVE(good == (err.reason == NULL), "a reason, or good");
		REACHED("check");
	} else if (nondet_bool()) {
		prove_search(pl);
	} else if (nondet_bool()) {
		preload_u32(pl, file, nondet_uint32_t(), (uint32_t *)&value);
		preload_u64(pl, file, nondet_uint32_t(), &value);
		REACHED("numbers");
	} else if (nondet_bool()) {
		text = preload_text(pl, file, nondet_uint32_t());
		PROVE(text.len == 0 || __CPROVER_r_ok(text.s, text.len),
		    "the text can be read");
		REACHED("text");
	} else if (preload_next_file(pl, &file)) {
		PROVE(before == 0 || file.name > before, "goes on");
		PROVE(file.name >= pl->start + HEADER && file.name <= pl->end,
		    "the name is in what was loaded");
		REACHED("file");
	} else {
		PROVE(file.name == before, "no file, none changed");
		REACHED("no file");
	}
}

void
proof(void)
{
	struct preload pl;
	unsigned char bytes[SIZE];

	ASSUME(pl.start <= pl.end && pl.end <= SIZE);
	/*
	 * It ends where the object ends, so an access to one byte more is seen.
	 */
	pl.base = bytes + (SIZE - pl.end);
	prove_walk(&pl);
}
