/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot view to FreeBSD preload metadata (metadata.h), which btext
 * reads. The kernel's records come first, then a file for each module, then the
 * end.
 */
#include "kit.h"
#include "freebsd.h"
#include "metadata.h"

#define MD(type) (MODINFO_METADATA | (type))

_Static_assert(MEMMAP_RAM == SMAP_TYPE_MEMORY &&
	MEMMAP_RESERVED == SMAP_TYPE_RESERVED && MEMMAP_PMEM == SMAP_TYPE_PMEM,
    "a type is the same in the map and in SMAP");

struct record {
	uint32_t type;
	uint32_t size;
};

/* Where the next record goes. After one that does not fit, no other fits. */
struct md {
	char *at;
	char *end;
};

/* Where the data of a record of size bytes goes; NULL if it does not fit. */
static char *
md_room(struct md *md, uint64_t size)
{
	if (size + sizeof(struct record) + 8 > (uint64_t)(md->end - md->at)) {
		md->end = md->at;
		return NULL;
	}
	return md->at + sizeof(struct record);
}

/* Adds header and padding to a record whose size bytes of data are there. */
static void
md_end(struct md *md, uint32_t type, uint32_t size)
{
	struct record *record = (struct record *)md->at;

	((struct word *)(md->at + sizeof(*record) + size))->bytes = 0;
	record->type = type;
	record->size = size;
	md->at += sizeof(*record) + ((size + 7) & ~7u);
}

static void
md_bytes(struct md *md, uint32_t type, const char *bytes, uint32_t size)
{
	char *data = md_room(md, size);

	if (data == NULL)
		return;
	physmem_copy(data, bytes, size);
	md_end(md, type, size);
}

static void
md_u64(struct md *md, uint32_t type, uint64_t value)
{
	char *data = md_room(md, sizeof(value));

	if (data == NULL)
		return;
	*(uint64_t *)data = value;
	md_end(md, type, sizeof(value));
}

static void
md_string(struct md *md, uint32_t type, const char *s)
{
	md_bytes(md, type, s, length_of(s) + 1);
}

static void
md_smap(struct md *md, const struct memmap *map)
{
	struct bios_smap *smap, *first;
	struct memmap_range r;
	uint32_t cursor = 0;

	first = (struct bios_smap *)md_room(md, map->count * sizeof(*smap));
	if (first == NULL)
		return;
	for (smap = first; memmap_next(map, &cursor, &r); smap++) {
		smap->base = r.first;
		smap->length = r.last - r.first;
		smap->length += smap->length != UINT64_MAX; /* 2^64: no room */
		smap->type = r.type;
	}
	md_end(md, MD(MODINFOMD_SMAP), (char *)smap - (char *)first);
}

static void
md_module(struct md *md, const struct boot_module *m,
    const struct freebsd_module *words)
{
	md_string(md, MODINFO_NAME, words->name);
	md_string(md, MODINFO_TYPE, words->type);
	md_u64(md, MODINFO_ADDR, m->paddr);
	md_u64(md, MODINFO_SIZE, m->size);
	if (words->args[0] != '\0')
		md_string(md, MODINFO_ARGS, words->args);
}

bool
preload_write(struct freebsd *bsd)
{
	struct boot_view *view = bsd->view;
	struct arena *arena = &view->arena;
	uint32_t i, start = (arena->used + 7) & ~7u;
	struct md md = { arena->base + start, arena->base + arena->size };

	bsd->modulep = arena->paddr + start;
	md_string(&md, MODINFO_NAME, bsd->kernel_name);
	md_string(&md, MODINFO_TYPE, KERNEL_TYPE);
	md_u64(&md, MODINFO_ADDR, view->kernel.start);
	md_u64(&md, MODINFO_SIZE, view->kernel.end - view->kernel.start);
	md_bytes(&md, MD(MODINFOMD_HOWTO), (const char *)&bsd->howto,
	    sizeof(bsd->howto));
	md_u64(&md, MD(MODINFOMD_ENVP), bsd->kenv.paddr);
	md_u64(&md, MD(MODINFOMD_KERNEND), bsd->kernend);
	md_u64(&md, MD(MODINFOMD_MODULEP), bsd->modulep);
	if (view->map.count > 1 || view->map.step[0].type != MEMMAP_HOLE)
		md_smap(&md, &view->map);
	for (i = 0; i < bsd->record_count; i++)
		md_bytes(&md, MD(bsd->record[i].type), bsd->record[i].data,
		    bsd->record[i].size);
	for (i = 0; i < view->module_count; i++)
		md_module(&md, &view->module[i], &bsd->module[i]);
	if (md_room(&md, 0) == NULL)
		return pvh_defect(
		    view, PVH_METADATA_FULL, 0, md.at - arena->base - start);
	md_end(&md, MODINFO_END, 0);
	arena->used = md.at - arena->base;
	return true;
}
