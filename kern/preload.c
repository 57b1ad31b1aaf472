/* SPDX-License-Identifier: BSD-2-Clause */
/* The reader of the preload metadata. */
#include "kern/preload.h"
#include "kern/unaligned.h"

#define HEADER 8 /* type and size */

struct record {
	uint32_t type, size;
	uint64_t at, next;
	const unsigned char *data;
};

/* Reads the record at an address; returns what is wrong with it, or NULL. */
static const char *
read_record(const struct preload *pl, uint64_t at, struct record *r)
{
	if (at < pl->start || at > pl->end || pl->end - at < HEADER)
		return "the list runs past kernend";
	r->at = at;
	r->type = read32(pl->base + at);
	r->size = read32(pl->base + at + 4);
	r->data = pl->base + at + HEADER;
	if (r->size > pl->end - at - HEADER)
		return "the record runs past kernend";
	r->next = at + HEADER + ((uint64_t)r->size + 7) / 8 * 8;
	return NULL;
}

static bool
is_end(const struct record *r)
{
	return r->type == MODINFO_END && r->size == 0;
}

/* How large a record of that type has to be, at least. */
static uint32_t
least_size(uint32_t type)
{
	switch (type) {
	case MODINFO_METADATA | MODINFOMD_HOWTO:
		return sizeof(uint32_t);
	case MODINFO_ADDR:
	case MODINFO_SIZE:
	case MODINFO_METADATA | MODINFOMD_ENVP:
	case MODINFO_METADATA | MODINFOMD_KERNEND:
		return sizeof(uint64_t);
	case MODINFO_METADATA | MODINFOMD_EFI_MAP:
		return EFI_MAP_DESCRIPTORS;
	default:
		return 0;
	}
}

bool
preload_check(const struct preload *pl, struct preload_error *err)
{
	struct record r = { .next = pl->modulep };

	do {
		err->at = r.next;
		err->reason = read_record(pl, r.next, &r);
		err->type = r.type;
		err->size = r.size;
		if (err->reason == NULL && r.size < least_size(r.type))
			err->reason = "the record is too short";
		if (err->reason != NULL)
			return false;
	} while (!is_end(&r));
	return true;
}

/* Goes to the next record; false at the end of the list. */
static bool
next_record(const struct preload *pl, struct record *r)
{
	return read_record(pl, r->next, r) == NULL && !is_end(r);
}

bool
preload_next_file(const struct preload *pl, struct preload_file *file)
{
	struct record r = { .next = pl->modulep };

	if (file->name != 0)
		r.next = file->name - HEADER;
	while (next_record(pl, &r)) {
		if (r.type == MODINFO_NAME && r.at + HEADER != file->name) {
			file->name = r.at + HEADER;
			return true;
		}
	}
	return false;
}

const void *
preload_search_info(const struct preload *pl, struct preload_file file,
    uint32_t type, uint32_t *size)
{
	struct record r = { .next = file.name - HEADER };

	while (next_record(pl, &r)) {
		if (r.type == MODINFO_NAME && r.at + HEADER != file.name)
			break;
		if (r.type == type && type != MODINFO_EMPTY) {
			*size = r.size;
			return r.data;
		}
	}
	return NULL;
}

bool
preload_is_kernel(const struct preload *pl, struct preload_file file)
{
	struct text type = preload_text(pl, file, MODINFO_TYPE);

	return text_is(type, KERNEL_TYPE) || text_is(type, KERNEL_TYPE_GRUB);
}

static bool
has(const struct preload *pl, struct preload_file file, uint32_t metadata)
{
	uint32_t size;

	return preload_search_info(
		   pl, file, MODINFO_METADATA | metadata, &size) != NULL;
}

/* A kernel that GRUB failed to load has records, too, but none of these. */
static bool
is_complete(const struct preload *pl, struct preload_file file)
{
	return has(pl, file, MODINFOMD_SMAP) ||
	    has(pl, file, MODINFOMD_EFI_MAP) ||
	    has(pl, file, MODINFOMD_KERNEND);
}

bool
preload_kernel(const struct preload *pl, struct preload_file *file)
{
	struct preload_file f = { 0 };
	bool complete = false;

	file->name = 0;
	while (preload_next_file(pl, &f)) {
		if (!preload_is_kernel(pl, f))
			continue;
		if (is_complete(pl, f)) {
			complete = true;
			*file = f;
		} else if (!complete) {
			*file = f;
		}
	}
	return file->name != 0;
}

bool
preload_u32(const struct preload *pl, struct preload_file file, uint32_t type,
    uint32_t *value)
{
	uint32_t size;
	const void *data = preload_search_info(pl, file, type, &size);

	if (data == NULL || size < sizeof(*value))
		return false;
	*value = read32(data);
	return true;
}

bool
preload_u64(const struct preload *pl, struct preload_file file, uint32_t type,
    uint64_t *value)
{
	uint32_t size;
	const void *data = preload_search_info(pl, file, type, &size);

	if (data == NULL || size < sizeof(*value))
		return false;
	*value = read64(data);
	return true;
}

struct text
preload_text(const struct preload *pl, struct preload_file file, uint32_t type)
{
	uint32_t size;
	const void *data = preload_search_info(pl, file, type, &size);

	if (data == NULL)
		return (struct text){ "", 0 };
	return text_trim(text_bounded(data, size));
}
