/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: cmdline_copy
 * property: the string, or RULES' warning and none
 * bound: none
 * sources: arch/pvh/physmem.c
 * stub: copy_to_nul:copy physmem_reach:reach_of is_text:text_of
 */
#include "prove.h"

/* nul_bits() wraps on purpose. */
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "arch/pvh/cmdline.c"
#pragma CPROVER check pop

static struct boot_view view;
static uint64_t paddr, reach;
static const char *source;
static uint32_t ghost; /* any byte of the string */
static uint32_t below; /* any byte of the arena */
static struct pvh_defect warning;
static unsigned warnings, looked; /* calls of pvh_warn(), and of text_of() */
static bool text;

/* As string_nul.c proves it: any bytes that it may leave. */
uint32_t
copy(char *to, const char *from, uint32_t size)
{
	uint32_t i = nondet_uint32_t();

	PROVE(from == source && size <= reach, "within reach");
	PROVE(size <= view.arena.size - view.arena.used &&
		to == view.arena.base + view.arena.used,
	    "within the arena");
	ASSUME(i <= size);
	if (size > 0)
		__CPROVER_havoc_slice(to, size);
	ASSUME(i == size || (to[i] == '\0' && from[i] == '\0'));
	ASSUME(ghost >= i || (to[ghost] != '\0' && to[ghost] == from[ghost]));
	return i;
}

/* As physmem_reach.c proves it. */
const char *
reach_of(const struct physmem *pm, uint64_t addr, uint64_t limit, uint64_t *n)
{
	PROVE(pm == &view.mem && addr == paddr && limit == 65536, "the reach");
	*n = reach;
	return source;
}

/* As string_text.c proves it: it may be text or not. */
bool
text_of(const char *s)
{
	PROVE(s == view.arena.base + view.arena.used, "the copy");
	looked++;
	return text;
}

void
pvh_warn(
    struct boot_view *v, enum pvh_code code, uint32_t index, uint64_t value)
{
	PROVE(v == &view, "the view");
	warning = (struct pvh_defect){ code, index, value };
	warnings++;
}

bool
pvh_defect(
    struct boot_view *v, enum pvh_code code, uint32_t index, uint64_t value)
{
	PROVE(v != v && code == index && value == 0, "is not called");
	return false;
}

void
proof(void)
{
	struct arena *arena = &view.arena;
	uint32_t module = nondet_uint32_t(), used, room, copied, least;
	unsigned code;
	char *string;
	char kept = 0, first = 'x';
	bool whole;

	__CPROVER_havoc_object(&view);
	reach = nondet_uint64_t();
	ghost = nondet_uint32_t();
	below = nondet_uint32_t();
	ASSUME(arena->size <= BOOT_ARENA && arena->used <= arena->size);
	ASSUME(reach <= BOOT_STRING);
	ASSUME(module < BOOT_MODULES || module == OF_KERNEL);
	arena->base = malloc(arena->size);
	source = malloc(reach);
	paddr = nondet_uint64_t();
	used = arena->used;
	room = arena->size - used;
	least = reach < room ? reach : room;
	ASSUME(ghost < least || least == 0);
	ASSUME(below < used || used == 0);
	if (least > 0)
		first = source[ghost];
	if (used > 0)
		kept = arena->base[below];

	text = nondet_bool();

	string = cmdline_copy(&view, paddr, module);
	code = warning.code;
	PROVE(arena->used >= used && arena->used <= arena->size, "the arena");
	PROVE(used == 0 || arena->base[below] == kept, "no other string");
	copied = arena->used - used;
	PROVE(looked <= (module != OF_KERNEL), "only a module's must be text");
	if (paddr == 0) {
		PROVE(string == NULL && copied == 0 && warnings == 0, "none");
		REACHED("no string");
	} else if (string != NULL) {
		PROVE(warnings == 0, "no warning");
		PROVE(string == arena->base + used, "where the arena was free");
		PROVE(copied > 0 && copied <= least, "no more than there is");
		PROVE(string[copied - 1] == '\0', "ends in a NUL");
		PROVE(module == OF_KERNEL || (looked == 1 && text), "text");
		if (ghost < copied - 1) {
			PROVE(string[ghost] != '\0', "the first NUL");
			PROVE(string[ghost] == first, "copied");
			REACHED("byte");
		} else if (ghost == copied - 1) {
			PROVE(first == '\0', "no NUL of ours");
			REACHED("NUL");
		}
	} else {
		PROVE(copied == 0, "nothing is taken");
		PROVE(warnings == 1 && warning.index == module &&
			warning.value == paddr,
		    "one warning, whose it is");
		/* Only copy() knows whether there was a NUL. */
		whole = code == PVH_MODULE_CMDLINE_TEXT;
		PROVE(whole == (looked == 1 && !text), "no text");
		PROVE(whole || least == 0 || first != '\0', "no NUL there");
		if (whole) {
			REACHED("no text");
		} else if (least == 65536) {
			PROVE(code ==
				(module == OF_KERNEL ? PVH_CMDLINE_LONG
						     : PVH_MODULE_CMDLINE_LONG),
			    "long");
			REACHED("long");
		} else if (least < reach) {
			PROVE(code ==
				(module == OF_KERNEL
					? PVH_CMDLINE_ARENA
					: PVH_MODULE_CMDLINE_ARENA),
			    "arena");
			REACHED("arena");
		} else {
			PROVE(code ==
				(module == OF_KERNEL
					? PVH_CMDLINE_RANGE
					: PVH_MODULE_CMDLINE_RANGE),
			    "range");
			REACHED("range");
		}
	}
}
