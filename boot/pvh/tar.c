/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks an archive. */
#include "tar.h"
#include <stddef.h>
#include "physmem.h"
#include "tar_header.h"

bool
tar_is(const char *bytes, uint64_t size)
{
	struct tar_header h;

	if (size < sizeof(h))
		return false;
	physmem_copy((char *)&h, bytes, sizeof(h));
	return tar_has_magic(&h);
}

bool
tar_next(struct tar *tar, struct tar_file *file, const char **why)
{
	struct tar_header h;
	uint64_t data, blocks;

	*why = "it ends too early";
	while (range_below(tar->at, sizeof(h), tar->size)) {
		physmem_copy((char *)&h, tar->bytes + tar->at, sizeof(h));
		*why = NULL;
		if (tar_is_empty(&h))
			return false;
		*why = tar_check(&h, &file->size);
		if (*why != NULL)
			return false;
		if (h.type > TYPE_FILE && h.type <= TYPE_FIFO)
			file->size = 0; /* links and the like have no data */
		*why = "it ends too early";
		data = tar->at + sizeof(h);
		blocks = (file->size + TAR_BLOCK - 1) & ~(TAR_BLOCK - 1ull);
		if (!range_below(data, blocks, tar->size))
			return false;
		tar->at = data + blocks;
		file->data = tar->bytes + data;
		if (h.type == TYPE_FILE || h.type == TYPE_OLD_FILE) {
			tar_name(&h, file->name);
			*why = NULL;
			return true;
		}
		tar->others += h.type != TYPE_FOLDER && h.type != TYPE_GLOBAL;
	}
	return false;
}
