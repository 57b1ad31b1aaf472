/* SPDX-License-Identifier: BSD-2-Clause */
/* Modules: those that the kernel asks for (internal.c), then all others. */
#include "kit.h"
#include "stages.h"

uint64_t
limine_file(struct limine *l, uint64_t paddr, uint64_t size, uint64_t path,
    uint64_t string)
{
	struct limine_file *file;
	uint64_t address;

	file = limine_take(l, sizeof(*file), &address);
	if (file == NULL)
		return 0;
	file->address = LIMINE_HHDM_BASE + paddr;
	file->size = size;
	file->path = path;
	file->string = string;
	return address;
}

uint32_t
limine_word(const char *s)
{
	uint32_t length = 0;

	while (s[length] != '\0' && !is_blank(s[length]))
		length++;
	return length;
}

const char *
limine_name(const struct boot_module *m)
{
	const char *name = m->cmdline != NULL ? m->cmdline : "";

	while (is_blank(*name))
		name++;
	return *name == '/' ? name + 1 : name;
}

/* A slash and the module's name, where the kernel reaches it; 0 if full. */
static uint64_t
path_of(struct limine *l, const struct boot_module *m, const char *name)
{
	char nameless[] = "moduleNN", *path;
	uint32_t length = limine_word(name);
	uint64_t address = 0;

	if (length == 0) {
		name = nameless;
		length = sizeof("module") - 1;
		if (m->index >= 10)
			nameless[length++] = (char)('0' + m->index / 10 % 10);
		nameless[length++] = (char)('0' + m->index % 10);
	}
	path = limine_take(l, length + 2, &address);
	if (path == NULL)
		return 0;
	path[0] = '/';
	physmem_copy(path + 1, name, length);
	return address;
}

uint64_t
limine_module(struct limine *l, const struct boot_module *m, uint64_t string)
{
	const char *name = limine_name(m), *words;
	uint64_t path;

	path = path_of(l, m, name);
	words = name + limine_word(name);
	while (is_blank(*words))
		words++;
	if (path != 0 && string == 0)
		string = limine_string(l, words);
	if (path == 0 || string == 0)
		return 0;
	return limine_file(l, m->paddr, m->size, path, string);
}

bool
limine_modules(struct limine *l, struct limine_request *request)
{
	const uint32_t count = l->view->module_count;
	const uint64_t internal =
	    request->revision > 0 ? request->modules.count : 0;
	bool used[BOOT_MODULES] = { false };
	uint64_t *list, address, i;
	uint32_t n = 0, m;

	list = limine_take(l, count * sizeof(*list), &address);
	if (list == NULL)
		return false;
	for (i = 0; i < internal; i++) {
		if (!limine_internal(l, request, i, used, &list[n]))
			return false;
		if (n < count && list[n] != 0)
			n++;
	}
	for (m = 0; m < count; m++) {
		if (used[m])
			continue;
		list[n] = limine_module(l, &l->view->module[m], 0);
		if (list[n++] == 0)
			return false;
	}
	return n == 0 || limine_answer(l, request, 1, n, address);
}
