/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: preload_write, md_module
 * property: RULES' records in order; FULL iff one fails
 * bound: 3 modules
 * stub: md_string:string md_u64:number md_bytes:bytes md_smap:smap
 * cbmc: --unwind 5
 */
#define BOOT_MODULES   3
#define BOOT_VARIABLES 1
#define MEMMAP_STEPS   4
#include "prove.h"
#include "noted.h"
#include "arch/pvh/freebsd/preload.c"

#define ARENA 512

/* A record as it was asked for; data is for what is not a number. */
struct asked {
	uint32_t type;
	uint64_t value;
	const void *data;
};

static struct boot_view view;
static struct freebsd bsd;
static char memory[ARENA] __attribute__((aligned(8)));
static uint32_t ghost, count; /* any record; how many there were */
static struct asked seen;     /* the ghost */
static char first;            /* the first byte of its data */
static uint32_t howto;        /* all of its data if it is HOWTO */
static char *at;              /* where the records that fit end */
static bool full;

void
physmem_copy(char *to, const char *from, uint64_t size)
{
	PROVE(to == NULL && from == NULL && size > 0, "is not called");
}

/* As preload_bytes.c, preload_string.c and preload_smap.c prove it. */
static void
record(struct md *md, uint32_t type, uint64_t value, const char *data)
{
	uint32_t size = nondet_uint32_t();

	PROVE(md->at == at, "behind the one before");
	PROVE(md->end == (full ? at : view.arena.base + view.arena.size),
	    "in the arena");
	if (count++ == ghost) {
		seen = (struct asked){ type, value, data };
		if (data != NULL)
			first = *data;
	}
	ASSUME(size % 8 == 0 && size >= 16 && size <= ARENA);
	if ((int)size + 8 > md->end - md->at) {
		md->end = md->at;
		full = true;
	} else {
		md->at += size;
		at = md->at;
	}
}

void
string(struct md *md, uint32_t type, const char *s)
{
	record(md, type, 0, s);
}

void
number(struct md *md, uint32_t type, uint64_t value)
{
	record(md, type, value, NULL);
}

void
bytes(struct md *md, uint32_t type, const char *data, uint32_t size)
{
	if (size == sizeof(howto) && count == ghost)
		howto = *(const uint32_t *)data;
	record(md, type, size, data);
}

void
smap(struct md *md, const struct memmap *map)
{
	PROVE(map == &view.map, "the map");
	record(md, 0x9001, 0, NULL);
}

static bool
is(uint32_t type, uint64_t value, const void *data)
{
	return seen.type == type && seen.value == value && seen.data == data;
}

/* Module m's records from begin on; returns where the next module's begin. */
static uint32_t
prove_module(uint32_t i, uint32_t begin)
{
	const struct boot_module *m = &view.module[i];
	const struct freebsd_module *words = &bsd.module[i];
	uint32_t records = words->args[0] == '\0' ? 4 : 5;

	if (ghost == begin) {
		PROVE(is(1, 0, words->name), "its NAME");
		REACHED("module's NAME");
	} else if (ghost == begin + 1) {
		PROVE(is(2, 0, words->type), "its TYPE");
		REACHED("module's TYPE");
	} else if (ghost == begin + 2) {
		PROVE(is(3, m->paddr, NULL), "its ADDR");
		REACHED("module's ADDR");
	} else if (ghost == begin + 3) {
		PROVE(is(4, m->size, NULL), "its SIZE");
		REACHED("module's SIZE");
	} else if (records == 5 && ghost == begin + 4) {
		PROVE(is(6, 0, words->args), "its ARGS");
		REACHED("module's ARGS");
	}
	return begin + records;
}

static void
prove_kernel(void)
{
	switch (ghost) {
	case 0:
		PROVE(is(1, 0, bsd.kernel_name), "NAME");
		break;
	case 1:
		PROVE(seen.type == 2 && first == 'e', "TYPE");
		break;
	case 2:
		PROVE(is(3, view.kernel.start, NULL), "ADDR");
		break;
	case 3:
		PROVE(is(4, view.kernel.end - view.kernel.start, NULL), "SIZE");
		break;
	case 4:
		PROVE(seen.type == 0x8007 && seen.value == 4 &&
			howto == bsd.howto,
		    "HOWTO");
		break;
	case 5:
		PROVE(is(0x8006, bsd.kenv.paddr, NULL), "ENVP");
		break;
	case 6:
		PROVE(is(0x8008, bsd.kernend, NULL), "KERNEND");
		break;
	case 7:
		PROVE(is(0x9006, bsd.modulep, NULL), "MODULEP");
	}
	REACHED("kernel's");
}

static void
prove_order(void)
{
	bool map = view.map.count > 1 || view.map.step[0].type != MEMMAP_HOLE;
	uint32_t next = 8, i;
	const struct freebsd_record *more;

	if (ghost < 8)
		prove_kernel();
	if (map && ghost == next++) {
		PROVE(is(0x9001, 0, NULL), "SMAP");
		REACHED("SMAP");
	}
	if (ghost >= next && ghost < next + bsd.record_count) {
		more = &bsd.record[ghost - next];
		PROVE(is(0x8000 | more->type, more->size, more->data),
		    "a loader's");
		REACHED("a loader's");
	}
	next += bsd.record_count;
	for (i = 0; i < view.module_count; i++)
		next = prove_module(i, next);
	PROVE(count == next, "no others");
}

static void
any_view(void)
{
	static const char marks[3 * BOOT_MODULES + BOOT_RECORDS + 1];
	const char *mark = marks;
	uint32_t i;

	__CPROVER_havoc_object(&view);
	__CPROVER_havoc_object(&bsd);
	bsd.view = &view;
	ASSUME(view.arena.size <= ARENA && view.arena.size % 8 == 0);
	ASSUME(view.arena.used <= view.arena.size);
	ASSUME(view.arena.paddr < GIB && view.arena.paddr % 8 == 0);
	view.arena.base = memory + ARENA - view.arena.size;
	ASSUME(view.kernel.start <= view.kernel.end);
	ASSUME(view.map.count > 0 && view.map.count <= MEMMAP_STEPS);
	ASSUME(bsd.record_count <= BOOT_RECORDS);
	ASSUME(view.module_count <= BOOT_MODULES);
	bsd.kernel_name = mark++;
	for (i = 0; i < BOOT_RECORDS; i++)
		bsd.record[i].data = mark++;
	for (i = 0; i < BOOT_RECORDS; i++)
		ASSUME(bsd.record[i].type < 0x8000);
	for (i = 0; i < BOOT_MODULES; i++) {
		bsd.module[i].name = mark++;
		bsd.module[i].type = mark++;
		bsd.module[i].args = nondet_bool() ? mark : "x";
		mark++;
	}
}

void
proof(void)
{
	struct arena *arena = &view.arena;
	uint64_t kernend;
	uint32_t start;
	bool ok;

	any_view();
	ghost = nondet_uint32_t();
	start = (arena->used + 7) / 8 * 8;
	at = arena->base + start;
	kernend = bsd.kernend;
	ok = preload_write(&bsd);
	PROVE(bsd.modulep == arena->paddr + start, "behind the kenv");
	PROVE(bsd.modulep % 8 == 0, "aligned");
	PROVE(bsd.kernend == kernend, "kernend stays");
	prove_order();
	if (ok) {
		PROVE(!full, "all records fit");
		PROVE(arena->used <= arena->size, "in the arena");
		PROVE(arena->base + arena->used == at + 8, "8 bytes of end");
		PROVE(*(uint64_t *)at == 0, "the end");
		REACHED("all");
	} else {
		PROVE(full || arena->base + arena->size - at < 16, "FULL");
		PROVE(NOTED(defect, PVH_METADATA_FULL, 0,
			  (uint64_t)(at - arena->base) - start),
		    "the bytes before the one that does not fit");
		REACHED("full");
	}
}
