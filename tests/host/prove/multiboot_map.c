/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: put_map (Multiboot 2)
 * property: the ranges, all, in order, in their tag
 * bound: 2 steps
 * stub: tag_new:new_tag
 * cbmc: --unwind 4
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 2
#include "prove.h"
#include "map.h"
#include "noted.h"
#include "arch/pvh/multiboot/info2.c"

static struct boot_view view;
static struct mb2_info_tag *tag;
static uint64_t taken;

/* As multiboot_put.c proves it. */
struct mb2_info_tag *
new_tag(struct multiboot *m, uint32_t type, uint32_t words, uint64_t bytes)
{
	PROVE(m->view == &view && type == 6 && words == 2, "the map's");
	PROVE(bytes <= 2 * 24 && bytes % 24 == 0, "whole entries");
	taken = bytes;
	tag = NULL;
	if (nondet_bool())
		tag = bytes == 0  ? malloc(16)
		    : bytes == 24 ? malloc(40)
				  : malloc(64);
	return tag;
}

/* As write.c has it. */
uint64_t
multiboot_span(struct memmap_range range)
{
	PROVE(range.first <= range.last, "a range");
	return range.last - range.first;
}

void
proof(void)
{
	struct multiboot m;
	struct memmap map;
	const struct mb2_range *r;
	uint32_t i, n = 0;

	assume_map(&map);
	view.map = map;
	m.view = &view;
	if (!put_map(&m)) {
		PROVE(tag == NULL, "no room");
		REACHED("no room");
		return;
	}
	PROVE(tag->word[0] == 24 && tag->word[1] == 0, "entries");
	r = (const struct mb2_range *)&tag->word[2];
	for (i = 0; i < map.count; i++) {
		if (map.step[i].type == MEMMAP_HOLE)
			continue;
		PROVE(r[n].base == map.step[i].start, "where it starts");
		PROVE(r[n].length ==
			(i + 1 < map.count ? map.step[i + 1].start - 1
					   : UINT64_MAX) -
			    map.step[i].start,
		    "up to the next one");
		PROVE(r[n].type == map.step[i].type && r[n].reserved == 0,
		    "type");
		n++;
	}
	PROVE(taken == n * 24, "and no more");
	REACHED("the map");
}
