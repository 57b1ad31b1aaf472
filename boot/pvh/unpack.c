/* SPDX-License-Identifier: BSD-2-Clause */
/* RAM for the loader, and files unpacked to it. */
#include "gunzip.h"
#include "loader.h"
#include "ram.h"

uint64_t
take(
    struct loader *loader, const char *name, uint64_t size, struct extent avoid)
{
	uint64_t paddr = ram_take(loader->view, page_up(size == 0 ? 1 : size),
	    MEMMAP_RESERVED, avoid);

	if (paddr == 0)
		refuse(name, "no RAM for %lu bytes", size);
	return paddr;
}

/* Unpacks twice: the first time only counts how many bytes there are. */
struct bytes
unpack(struct loader *loader, const char *name, struct bytes packed)
{
	struct bytes file = packed;
	const char *why;

	if (!gunzip_is(packed.at, packed.size))
		return packed;
	why = gunzip(packed.at, packed.size, NULL, &file.size);
	if (why == NULL) {
		file.at = (char *)take(loader, name, file.size, AVOID_NONE);
		why = gunzip(packed.at, packed.size, file.at, &file.size);
	}
	if (why != NULL)
		refuse(name, "gzip: %s", why);
	return file;
}

struct bytes
unpack_module(struct loader *loader, struct boot_module *module)
{
	static const char name[] = "module 0";
	const struct extent far_window = { 4 * GIB - 0x200000, 4 * GIB };
	struct bytes file = { pvh_at(loader->view, module->paddr, module->size),
		module->size };

	if (file.at == NULL) { /* above 4 GiB */
		file.at = (char *)take(loader, name, file.size, far_window);
		pvh_copy(
		    loader->view, (uint64_t)file.at, module->paddr, file.size);
	}
	file = unpack(loader, name, file);
	module->paddr = (uint64_t)file.at;
	module->size = file.size;
	return file;
}
