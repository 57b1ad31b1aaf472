/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory map: response words are revision, count, entries. */
#include "kernel.h"

uint64_t
type_of(uint64_t address)
{
	const uint64_t *map = response(map_request);
	const uint64_t *hhdm = response(hhdm_request), *e;
	uint64_t i;

	for (i = 0; map != NULL && hhdm != NULL && i < map[1]; i++) {
		e = ((const uint64_t **)map[2])[i];
		if (address - hhdm[1] - e[0] < e[1])
			return e[2];
	}
	return UINT64_MAX;
}

void
show_map(void)
{
	static const char *const types[] = { "usable", "reserved", "ACPI",
		"NVS", "bad", "reclaimable", "kernel and modules",
		"frame buffer" };
	const uint64_t *map = response(map_request), *e, *last = NULL;
	uint64_t i, top = 0;

	if (map == NULL) {
		put("memory: none\n");
		return;
	}
	line("memory map: revision", map[0]);
	for (i = 0; i < map[1]; i++, last = e) {
		e = ((const uint64_t **)map[2])[i];
		put("memory: ");
		put_hex(e[0]);
		put("-");
		put_hex(e[0] + e[1] - 1);
		put(" ");
		put(e[2] < 8 ? types[e[2]] : "?");
		put("\n");
		claim(e[1] != 0, "an entry is empty");
		claim(i == 0 || e[0] >= top, "sorted, and no overlap");
		claim(last == NULL || last[2] != e[2] || top != e[0],
		    "neighbours could be one");
		top = e[0] + e[1];
		if (e[2] != USABLE && e[2] != RECLAIM)
			continue;
		claim(((e[0] | e[1]) & 0xfff) == 0, "whole pages");
		claim(REVISION > 2 || e[2] != USABLE || e[0] >= 0x1000,
		    "page 0 is usable");
	}
	claim(type_of((uint64_t)map) == RECLAIM, "the map is reclaimable");
}
