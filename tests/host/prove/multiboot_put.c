/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: put, tag_new (Multiboot 2)
 * property: a tag in the arena, behind the last; or FULL
 * bound: arena of 64 bytes
 * sources: arch/pvh/format.c
 * cbmc: --unwind 5
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/multiboot/info2.c"

#define ARENA 64

static struct boot_view view;
static struct multiboot m;
static uint32_t copied;

/* As physmem_copy.c proves it. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(size == 0 || __CPROVER_r_ok(from, size), "what is copied");
	PROVE(size == 0 || __CPROVER_w_ok(to, size), "where it goes");
	PROVE(to + size <= view.arena.base + view.arena.used, "in the tag");
	copied++;
}

/* As write.c has it; format_take.c proves pvh_take(). */
void *
multiboot_take(struct multiboot *of, uint64_t size, uint64_t *paddr)
{
	PROVE(of == &m && size % 8 == 0 && size >= 8, "whole words");
	return size <= UINT32_MAX ? pvh_take(&view, size, paddr) : NULL;
}

void
proof(void)
{
	struct arena *arena = &view.arena;
	uint32_t used = nondet_uint32_t(), words = nondet_uint32_t(), i, start;
	uint64_t bytes = nondet_uint64_t();
	uint32_t type = nondet_uint32_t(), word[3];
	const uint32_t *tag;
	const char *from;

	arena->size = nondet_uint32_t();
	ASSUME(arena->size <= ARENA && arena->size % 8 == 0);
	ASSUME(used <= arena->size);
	arena->used = used;
	arena->base = malloc(arena->size);
	arena->paddr = 0x200000;
	m.view = &view;
	ASSUME(words <= 3 && bytes <= 1ull << 63);
	from = malloc(bytes <= ARENA ? bytes : ARENA);
	start = (used + 7) / 8 * 8;
	if (!put(&m, type, words, word, from, bytes)) {
		PROVE(bytes > arena->size - start ||
			8 + 4 * words + bytes > arena->size - start,
		    "it does not fit");
		PROVE(arena->used == used && copied == 0, "nothing is taken");
		REACHED("no room");
		return;
	}
	tag = (const uint32_t *)(arena->base + start);
	PROVE(arena->used <= arena->size, "in the arena");
	PROVE(arena->used == start + (8 + 4 * words + bytes + 7) / 8 * 8,
	    "the next one is 8-aligned");
	PROVE(tag[0] == type && tag[1] == 8 + 4 * words + bytes, "its head");
	i = nondet_uint32_t();
	ASSUME(i < words);
	PROVE(tag[2 + i] == word[i] && copied == 1, "its words");
	REACHED("a tag");
}
