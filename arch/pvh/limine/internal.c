/* SPDX-License-Identifier: BSD-2-Clause */
/* Modules that the kernel asks for by their paths. */
#include "stages.h"

/* A string of the kernel's; NULL if it does not end in the image. */
static const char *
text_at(const struct limine *l, uint64_t virtual)
{
	const char *s = limine_at(l, virtual, 1);
	uint64_t left = l->kernel->size - (virtual - l->kernel->virtual), i;

	for (i = 0; s != NULL && i < left; i++)
		if (s[i] == '\0')
			return s;
	return NULL;
}

/* Moves *s behind the text of this length, if it begins with that. */
static bool
skip(const char **s, const char *text, uint32_t length)
{
	uint32_t i;

	for (i = 0; i < length; i++)
		if ((*s)[i] != text[i])
			return false;
	*s += length;
	return true;
}

/*
 * Whether the module's name, the first word of its command line, is the path:
 * from the folder of the kernel's file on, or from the root if the path begins
 * with a slash. One without a name has none of these paths.
 */
static bool
is_named(const struct limine *l, const struct boot_module *m, const char *path)
{
	const char *name = limine_name(m), *kernel = l->kernel->path;
	uint32_t i, folder = 0;

	if (!skip(&path, "/", 1) && kernel != NULL) {
		for (i = 1; kernel[i] != '\0'; i++)
			if (kernel[i] == '/')
				folder = i;
		if (!skip(&name, kernel + 1, folder))
			return false;
	}
	return limine_word(name) != 0 &&
	    limine_word(name) == limine_word(path) &&
	    skip(&name, path, limine_word(path)) &&
	    path[limine_word(path)] == '\0';
}

bool
limine_internal(struct limine *l, const struct limine_request *request,
    uint64_t i, bool *used, uint64_t *file)
{
	const uint64_t list = request->modules.list + i * sizeof(uint64_t);
	const struct word *at = limine_at(l, list, sizeof(*at));
	const struct limine_internal *wanted =
	    at != NULL ? limine_at(l, at->bytes, sizeof(*wanted)) : NULL;
	const char *path = wanted != NULL ? text_at(l, wanted->path) : NULL;
	struct boot_view *view = l->view;
	uint32_t m = 0;

	if (path == NULL || text_at(l, wanted->string) == NULL)
		return pvh_defect(view, PVH_LIMINE_INTERNAL, (uint32_t)i, list);
	while (m < view->module_count &&
	    (used[m] || !is_named(l, &view->module[m], path)))
		m++;
	if (m == view->module_count) {
		if ((wanted->flags & LIMINE_INTERNAL_REQUIRED) != 0)
			return pvh_defect(
			    view, PVH_LIMINE_REQUIRED, (uint32_t)i, 0);
		pvh_warn(view, PVH_LIMINE_OPTIONAL, (uint32_t)i, 0);
		return true;
	}
	used[m] = true;
	*file = limine_module(l, &view->module[m], wanted->string);
	return *file != 0;
}
