/* SPDX-License-Identifier: BSD-2-Clause */
/* A module's command line: NAME [type=TYPE] [args]. */
#include "kit.h"
#include "freebsd.h"
#include "metadata.h"

/* Ends the word at s with a NUL; returns where the next one starts. */
static char *
cut(char *s)
{
	while (*s != '\0' && !is_blank(*s))
		s++;
	while (is_blank(*s))
		*s++ = '\0';
	return s;
}

/* "module" and the module's index in the loader's list; NULL: no room. */
static const char *
default_name(struct boot_view *view, uint32_t index)
{
	struct arena *arena = &view->arena;
	char *s = arena->base + arena->used;
	uint32_t n = sizeof("module") - 1;

	if (arena->size - arena->used < n + sizeof("00"))
		return NULL;
	physmem_copy(s, "module", n);
	if (index >= 10)
		s[n++] = '0' + index / 10;
	s[n++] = '0' + index % 10;
	s[n++] = '\0';
	arena->used += n;
	return s;
}
_Static_assert(BOOT_MODULES <= 100, "default_name() has two digits");

static bool
read_words(struct boot_view *view, const struct boot_module *from,
    struct freebsd_module *module)
{
	static const char key[] = "type=";
	char *words = from->cmdline;
	uint32_t n = 0;

	module->type = MODULE_TYPE_MD_IMAGE;
	module->args = "";
	while (words != NULL && is_blank(*words))
		words++;
	if (words == NULL || *words == '\0') {
		module->name = default_name(view, from->index);
		return module->name != NULL ||
		    pvh_defect(view, PVH_MODULE_NAME_ARENA, from->index, 0);
	}
	module->name = words;
	words = cut(words);
	while (n < sizeof(key) - 1 && words[n] == key[n])
		n++;
	if (n == sizeof(key) - 1) {
		if (words[n] != '\0' && !is_blank(words[n]))
			module->type = words + n;
		words = cut(words);
	}
	module->args = words;
	return true;
}

bool
names_read(struct freebsd *bsd)
{
	struct boot_view *view = bsd->view;
	uint32_t i;

	for (i = 0; i < view->module_count; i++)
		if (!read_words(view, &view->module[i], &bsd->module[i]))
			return false;
	return true;
}
