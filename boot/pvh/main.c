/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's native_write(): the order of things. */
#include "kit.h"
#include "loader.h"
#include "tar.h"

/* The kernel's name: the first word of its module's command line. */
static const char *
name_of(const struct boot_module *module)
{
	char *name = module->cmdline, *end;

	while (name != NULL && is_blank(*name))
		name++;
	if (name == NULL || *name == '\0')
		return "kernel";
	for (end = name; *end != '\0' && !is_blank(*end);)
		end++;
	*end = '\0';
	return name;
}

/* The first module is the kernel, or an archive with one. */
static void
find_kernel(struct loader *loader)
{
	struct boot_view *view = loader->view;
	struct bytes file;

	if (view->module_count == 0 || view->module[0].index != 0)
		refuse("module 0", "there is none: it has to be the kernel");
	file = unpack_module(loader, &view->module[0]);
	if (tar_is(file.at, file.size)) {
		archive_read(loader, file);
	} else {
		loader->kernel = file;
		loader->name = name_of(&view->module[0]);
	}
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	static struct loader loader;
	const struct extent door = view->mem.door;
	char *line = view->cmdline, name[16];
	bool named = false;

	loader.view = view;
	loader.map = view->map;
	if (!memmap_merge(
		&view->map, door.start, door.end - 1, MEMMAP_RESERVED))
		refuse("memory map", "no room for the loader's memory");
	loader.words = "";
	find_kernel(&loader);
	while (line != NULL && word_take(line, "format", name, sizeof(name)))
		named = true; /* the last one counts, as elsewhere */
	view->cmdline =
	    line_join(&loader, loader.words, line != NULL ? line : "");
	return find_format(&loader, named ? name : NULL)->boot(&loader, native);
}
