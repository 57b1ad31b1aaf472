/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies command lines, the kernel's own and those of modules. */
#include "kit.h"

/* The lowest bit set is in the lowest byte that is NUL; 0 if there is none. */
static uint64_t
nul_bits(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101ull;

	return (bytes - ones) & ~bytes & ones << 7;
}

/*
 * Copies size bytes, or fewer if a NUL is among them. Returns the index of the
 * first NUL, or size if there is none.
 */
static uint32_t
copy_to_nul(char *to, const char *from, uint32_t size)
{
	struct word word;
	uint32_t i;

	for (i = 0; size - i >= sizeof(word); i += sizeof(word)) {
		word = *(const struct word *)(from + i);
		*(struct word *)(to + i) = word;
		if (nul_bits(word.bytes) != 0)
			return i + __builtin_ctzll(nul_bits(word.bytes)) / 8;
	}
	while (i < size && (to[i] = from[i]) != '\0')
		i++;
	return i;
}

/* Whether s is printable ASCII and blanks; else it was not meant as text. */
static bool
is_text(const char *s)
{
	while (is_blank(*s) || (*s >= ' ' && *s <= '~'))
		s++;
	return *s == '\0';
}

/* The first warning about a string; how far from it two others are. */
#define CODES_OF(module) \
	((module) == OF_KERNEL ? PVH_CMDLINE_RANGE : PVH_MODULE_CMDLINE_RANGE)
#define IS_LONG  (PVH_CMDLINE_LONG - PVH_CMDLINE_RANGE)
#define IS_ARENA (PVH_CMDLINE_ARENA - PVH_CMDLINE_RANGE)
_Static_assert(PVH_MODULE_CMDLINE_LONG - PVH_MODULE_CMDLINE_RANGE == IS_LONG &&
	PVH_MODULE_CMDLINE_ARENA - PVH_MODULE_CMDLINE_RANGE == IS_ARENA,
    "the codes of both kinds are in one order");

char *
cmdline_copy(struct boot_view *view, uint64_t paddr, uint32_t module)
{
	struct arena *arena = &view->arena;
	enum pvh_code code = CODES_OF(module);
	uint32_t room = arena->size - arena->used, i;
	char *to = arena->base + arena->used;
	const char *from;
	uint64_t reach;

	if (paddr == 0)
		return NULL;
	from = physmem_reach(&view->mem, paddr, BOOT_STRING, &reach);
	i = copy_to_nul(to, from, reach < room ? reach : room);
	if (i == BOOT_STRING) {
		code += IS_LONG;
	} else if (i < reach && i == room) {
		code += IS_ARENA;
	} else if (i < reach && module != OF_KERNEL && !is_text(to)) {
		code = PVH_MODULE_CMDLINE_TEXT;
	} else if (i < reach) {
		arena->used += i + 1;
		return to;
	}
	pvh_warn(view, code, module, paddr);
	return NULL;
}
