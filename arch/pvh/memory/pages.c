/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds page tables. */
#include "pages.h"
#include "ram.h"

#define ENTRIES   512
#define ADDRESS   0x000ffffffffff000ull /* in an entry */
#define PAT_LARGE (1ull << 12) /* the PAT's bit; a page of 4 KiB has it at */
#define PAT_SMALL (1ull << 7)  /* PG_PS */

/* The bytes that an entry of a table maps; a page is level 0. */
static uint64_t
span(unsigned level)
{
	return PAGE << (9 * level);
}

/* An empty table, physical; 0 if there is no RAM. */
static uint64_t
table_new(struct pages *p)
{
	uint64_t i, paddr = ram_take(p->view, PAGE, p->type, p->avoid);
	uint64_t *table = (uint64_t *)(p->view->mem.base + paddr);

	for (i = 0; i < ENTRIES && paddr != 0; i++)
		table[i] = 0;
	return paddr;
}

/* The entry for an address in a table of this level; NULL without a table. */
static uint64_t *
entry_at(
    const struct pages *p, uint64_t table, uint64_t virtual, unsigned level)
{
	if (table == 0)
		return NULL;
	return (uint64_t *)(p->view->mem.base + table) +
	    virtual / span(level) % ENTRIES;
}

/* The entry that maps virtual at this level; NULL if there is no RAM. */
static uint64_t *
entry_for(struct pages *p, uint64_t virtual, unsigned level)
{
	uint64_t *entry;
	unsigned at;

	if (p->root == 0)
		p->root = table_new(p);
	entry = entry_at(p, p->root, virtual, 3);
	for (at = 3; at > level && entry != NULL; at--) {
		if (*entry == 0) {
			*entry = table_new(p);
			if (*entry == 0)
				return NULL;
			*entry |= PG_V | PG_RW | PG_A;
		}
		entry = entry_at(p, *entry & ADDRESS, virtual, at - 1);
	}
	return entry;
}

/* The flags as a page of 4 KiB has them. */
static uint64_t
small(uint64_t flags)
{
	return (flags & PAT_LARGE) == 0 ? flags
					: (flags & ~PAT_LARGE) | PAT_SMALL;
}

bool
pages_map(struct pages *p, uint64_t virtual, uint64_t paddr, uint64_t size,
    uint64_t flags)
{
	uint64_t *entry;
	unsigned level;

	while (size > 0) {
		level = p->huge ? 2 : 1;
		while (level > 0 &&
		    (size < span(level) ||
			((virtual | paddr) & (span(level) - 1)) != 0))
			level--;
		entry = entry_for(p, virtual, level);
		if (entry == NULL)
			return false;
		*entry = paddr | (level > 0 ? flags | PG_PS : small(flags)) |
		    PG_V | PG_A | PG_M;
		virtual += span(level);
		paddr += span(level);
		size -= span(level);
	}
	return true;
}
