/* SPDX-License-Identifier: BSD-2-Clause */
/* What a native format may call, beside pvh_defect() and pvh_warn(). */
#include "kit.h"

void *
pvh_at(const struct boot_view *view, uint64_t paddr, uint64_t size)
{
	return physmem_at(&view->mem, paddr, size);
}

bool
pvh_copy(
    const struct boot_view *view, uint64_t to, uint64_t from, uint64_t size)
{
	char *target = pvh_at(view, to, size);
	const char *source = pvh_at(view, from, size);

	if (target == NULL)
		return false;
	if (source != NULL)
		physmem_copy(target, source, size);
	else if (physmem_far(from, size))
		physmem_copy_far(target, from, size);
	else
		return false;
	return true;
}

void *
pvh_take(struct boot_view *view, uint32_t size, uint64_t *paddr)
{
	struct arena *arena = &view->arena;
	uint32_t start = (arena->used + 7) & ~7u;

	if (size > arena->size - start)
		return NULL;
	arena->used = start + size;
	*paddr = arena->paddr + start;
	return arena->base + start;
}
