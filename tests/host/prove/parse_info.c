/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: parse_start_info
 * property: accepts iff RULES, 1 does; one read of a byte
 * bound: none
 * cbmc: --unwind 57
 */
#include "prove.h"
#include "noted.h"
#include "arch/pvh/pvh_parse.c"

static uint8_t memory[56];
static uint64_t address;
static bool reach_v0; /* whether the first 40 bytes are in reach */
static bool reach_v1; /* and the last 16 */
static uint32_t copied;

/* As physmem_at.c proves it: these bytes are in reach or not. */
void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	(void)pm;
	if (paddr == address && size == 40)
		return reach_v0 ? memory : NULL;
	PROVE(reach_v0 && paddr - address == 40 && size == 16, "no more");
	return reach_v1 ? memory + 40 : NULL;
}

/* As physmem_copy.c proves it; no byte may be read twice. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint32_t i;

	PROVE(from == (const char *)memory + copied, "in order");
	for (i = 0; i < size; i++)
		to[i] = from[i];
	copied += size;
}

static uint64_t
number(uint32_t offset, uint32_t size)
{
	uint64_t n = 0;

	for (; size > 0; size--)
		n = n << 8 | memory[offset + size - 1];
	return n;
}

void
proof(void)
{
	static struct boot_view view;
	struct hvm_start_info info;
	uint32_t i, ghost = nondet_uint32_t(), magic, version;
	uint8_t given;
	bool ok;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = nondet_uint8_t();
	address = nondet_uint64_t();
	reach_v0 = nondet_bool();
	reach_v1 = nondet_bool();
	ASSUME(address <= 4 * GIB && ghost < sizeof(memory));
	given = memory[ghost];
	ok = parse_start_info(&view, address, &info);
	PROVE(memory[ghost] == given, "start_info stays as it is");
	PROVE(ok == (defect.code == PVH_OK), "false iff there is a defect");
	magic = number(0, 4);
	version = number(4, 4);
	if (!reach_v0) {
		PROVE(NOTED(defect, PVH_START_INFO_RANGE, 0, address), "");
		REACHED("out of reach");
		return;
	}
	if (magic != 0x336ec578) {
		PROVE(NOTED(defect, PVH_MAGIC, 0, magic), "the magic");
		REACHED("magic");
		return;
	}
	if (version != 0 && !reach_v1) {
		PROVE(NOTED(defect, PVH_START_INFO_RANGE, 0, address), "");
		REACHED("out of reach, version 1");
		return;
	}
	PROVE(ok, "accepted");
	PROVE(info.version == version && info.flags == number(8, 4) &&
		info.nr_modules == number(12, 4) &&
		info.modlist_paddr == number(16, 8) &&
		info.cmdline_paddr == number(24, 8) &&
		info.rsdp_paddr == number(32, 8),
	    "as it is in memory");
	if (version == 0) {
		PROVE(info.memmap_paddr == 0 && info.memmap_entries == 0 &&
			copied == 40,
		    "only 40 bytes");
		REACHED("version 0");
	} else {
		PROVE(info.memmap_paddr == number(40, 8) &&
			info.memmap_entries == number(48, 4) && copied == 56,
		    "the map, too");
		REACHED("version 1");
	}
}
