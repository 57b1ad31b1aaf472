/* SPDX-License-Identifier: BSD-2-Clause */
/* Gives each part its place, and memory to lie in until it is moved there. */
#include "loader.h"

struct parts parts;

struct part *
part_last(void)
{
	return &parts.part[parts.count - 1];
}

uint64_t
parts_end(void)
{
	return part_last()->to + part_last()->size;
}

static struct room_map
descriptors(const struct efi_map_header *header)
{
	return (struct room_map){ (const char *)header + EFI_MAP_DESCRIPTORS,
		header->memory_size, header->descriptor_size };
}

/* The firmware's map as it is now, in pages that the caller frees. */
static EFI_STATUS
take_map(struct efi_map_header **header, struct room_map *map)
{
	uint64_t room = map_room();
	EFI_STATUS status;
	UINTN key;

	*header =
	    (struct efi_map_header *)pages_below(EfiLoaderData, room, BELOW_4G);
	if (*header == NULL)
		return fail(EFI_OUT_OF_RESOURCES, "memory map",
		    "the firmware gives none");
	status = map_read(*header, room, &key);
	if (status == EFI_SUCCESS)
		*map = descriptors(*header);
	return status;
}

/* Whether a part can be moved to its place. */
static EFI_STATUS
check(const struct room_map *map, const char *name, const struct part *part)
{
	struct extent place = { part->to, part->to + part->size };
	struct room_obstacle in_way;
	uint64_t fit;

	if (!room_obstacle(map, place, &in_way))
		return EFI_SUCCESS;
	fit = in_way.range.start > part->to ? in_way.range.start - part->to : 0;
	if (in_way.type == ROOM_NO_MEMORY)
		return fail(EFI_OUT_OF_RESOURCES, name,
		    "there is no memory at 0x%lx: %lu KiB fit at 0x%lx, "
		    "not %lu",
		    in_way.range.start, fit / 1024, part->to,
		    part->size / 1024);
	return fail(EFI_OUT_OF_RESOURCES, name,
	    "0x%lx-0x%lx stays %s (EFI type %u): %lu KiB fit at 0x%lx, not %lu",
	    in_way.range.start, in_way.range.end - 1, room_type(in_way.type),
	    in_way.type, fit / 1024, part->to, part->size / 1024);
}

/* Memory for a part until it is moved to its place: see loader.h. */
static uint64_t
stage(const struct room_map *map, const struct part *part)
{
	uint64_t paddr = part->to, first = parts.part[0].to, step;

	if (parts.count == 0)
		first = part->to;
	for (step = PAGE; step < 4 * GIB; step *= 2) {
		paddr = room_find(map, ROOM_NOW, paddr, part->size, 4 * GIB);
		if (paddr == 0)
			break;
		if (pages_at(part->size, paddr) != 0)
			return paddr;
		paddr += step; /* free in the map, but the firmware refuses */
	}
	return pages_below(EfiLoaderData, part->size, first - 1);
}

static EFI_STATUS
add(const struct room_map *map, const char *name, struct part part)
{
	EFI_STATUS status = check(map, name, &part);

	if (status != EFI_SUCCESS)
		return status;
	part.from = stage(map, &part);
	if (part.from == 0)
		return fail(EFI_OUT_OF_RESOURCES, name, "no memory for %lu KiB",
		    part.size / 1024);
	parts.part[parts.count++] = part;
	return EFI_SUCCESS;
}

EFI_STATUS
part_at(const char *name, uint64_t to, uint64_t size)
{
	struct efi_map_header *header;
	struct room_map map;
	EFI_STATUS status = take_map(&header, &map);

	if (status == EFI_SUCCESS)
		status = add(&map, name, (struct part){ to, 0, size });
	pages_free((uint64_t)header);
	return status;
}

static uint64_t
find(const struct room_map *map, const char *name, uint64_t size, uint64_t more)
{
	uint64_t end = parts_end();
	uint64_t to = room_find(map, ROOM_LATER, end, size + more, GIB);

	if (to != 0)
		return to;
	to = room_find(map, ROOM_LATER, end, size, GIB);
	if (to != 0)
		say("loader: %s: less than %lu KiB of memory after it\n", name,
		    more / 1024);
	return to;
}

EFI_STATUS
part_after(const char *name, uint64_t size, uint64_t more)
{
	struct part part = { 0, 0, page_up(size) };
	struct efi_map_header *header;
	struct room_map map;
	EFI_STATUS status = take_map(&header, &map);

	if (status == EFI_SUCCESS) {
		part.to = find(&map, name, part.size, more);
		if (part.to == 0)
			status = fail(EFI_OUT_OF_RESOURCES, name,
			    "no room for %lu KiB between 0x%lx and 1 GiB",
			    part.size / 1024, parts_end());
		else
			status = add(&map, name, part);
	}
	pages_free((uint64_t)header);
	return status;
}

EFI_STATUS
parts_check(const struct efi_map_header *header)
{
	struct room_map map = descriptors(header);
	EFI_STATUS status = EFI_SUCCESS;
	uint32_t i;

	for (i = 0; i < parts.count && status == EFI_SUCCESS; i++)
		status = check(&map, "memory map", &parts.part[i]);
	return status;
}
