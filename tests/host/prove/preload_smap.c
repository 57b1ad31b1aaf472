/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: md_smap
 * property: the steps that are no holes, all, in order
 * bound: 3 steps
 * sources: arch/pvh/physmem.c arch/pvh/defect.c
 * cbmc: --unwind 5
 */
#define MEMMAP_STEPS 3
#include "prove.h"
#include "map.h"
#include "arch/pvh/freebsd/preload.c"

#define STEPS MEMMAP_STEPS

void
pvh_putc(char c)
{
	(void)c;
}

void
proof(void)
{
	static struct memmap map;
	char arena[8 + STEPS * 20 + 12];
	const struct record *record = (const struct record *)arena;
	const struct bios_smap *smap = (const struct bios_smap *)(arena + 8);
	struct md md = { arena, arena + sizeof(arena) };
	struct memmap any;
	uint32_t i, n = 0;

	map = any;
	assume_map(&map);
	md_smap(&md, &map);
	for (i = 0; i < map.count; i++) {
		if (map.step[i].type == MEMMAP_HOLE)
			continue;
		PROVE(smap[n].base == map.step[i].start, "where it starts");
		PROVE(smap[n].type == map.step[i].type, "its type");
		if (i + 1 < map.count) {
			PROVE(smap[n].length ==
				map.step[i + 1].start - map.step[i].start,
			    "up to the next one");
		} else if (map.step[i].start == 0) {
			PROVE(smap[n].length == UINT64_MAX, "everything");
			REACHED("everything");
		} else {
			PROVE(smap[n].length - 1 ==
				UINT64_MAX - map.step[i].start,
			    "to the end");
			REACHED("to the end");
		}
		n++;
	}
	PROVE(record->type == 0x9001 && record->size == 20 * n, "the record");
	PROVE(md.at == arena + 8 + (20 * n + 7) / 8 * 8, "the next one");
	REACHED("end");
}
