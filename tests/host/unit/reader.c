/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the metadata with the kernel's own files. */
#include "reader.h"
#include "kern/howto.h"
#include "kern/kenv.h"
#include "kern/physmap.h"
#include "kern/preload.h"

#define MD(type) (MODINFO_METADATA | (type))

static struct reader_string
string_of(struct text t)
{
	return (struct reader_string){ t.s, t.len };
}

static void
read_kenv(struct reader *r, struct kenv kenv)
{
	struct kenv_entry e = { .next = 0 };

	while (r->kenv_count < READER_MAX && kenv_next(&kenv, &e)) {
		r->name[r->kenv_count] = string_of(e.name);
		r->value[r->kenv_count++] = string_of(e.value);
	}
	r->howto_env = howto_from_kenv(&kenv);
}

static void
read_map(struct reader *r, const struct physmap *mm)
{
	struct physmap_range e;
	uint64_t i, from = 0;

	for (i = 0; i < mm->count && i < READER_MAX; i++)
		if (physmap_entry(mm, i, &e))
			r->range[r->range_count++] =
			    (struct reader_range){ e.base, e.last, e.type };
	while (r->swept_count < READER_MAX && physmap_sweep(mm, from, &e)) {
		r->swept[r->swept_count++] =
		    (struct reader_range){ e.base, e.last, e.type };
		if (e.last == UINT64_MAX)
			break;
		from = e.last + 1;
	}
}

static bool
read_module(
    struct reader_module *m, const struct preload *pl, struct preload_file f)
{
	m->name = string_of(preload_text(pl, f, MODINFO_NAME));
	m->type = string_of(preload_text(pl, f, MODINFO_TYPE));
	m->args = string_of(preload_text(pl, f, MODINFO_ARGS));
	return preload_u64(pl, f, MODINFO_ADDR, &m->addr) &&
	    preload_u64(pl, f, MODINFO_SIZE, &m->size);
}

static const char *
read_kernel(
    struct reader *r, const struct preload *pl, struct preload_file kernel)
{
	struct physmap mm;
	uint64_t envp;

	if (!preload_u64(pl, kernel, MODINFO_ADDR, &r->start) ||
	    !preload_u64(pl, kernel, MODINFO_SIZE, &r->size) ||
	    !preload_u64(pl, kernel, MD(MODINFOMD_KERNEND), &r->kernend) ||
	    !preload_u64(pl, kernel, MD(MODINFOMD_MODULEP), &r->modulep) ||
	    !preload_u64(pl, kernel, MD(MODINFOMD_ENVP), &envp) ||
	    !preload_u32(pl, kernel, MD(MODINFOMD_HOWTO), &r->howto))
		return "a record of the kernel is missing";
	if (envp < pl->start || envp >= pl->end)
		return "ENVP is not in what was loaded";
	read_kenv(
	    r, (struct kenv){ (const char *)pl->base + envp, pl->end - envp });
	if (physmap_init(&mm, pl, kernel) != NULL || mm.entries == NULL)
		return "there is no map";
	read_map(r, &mm);
	return NULL;
}

void
reader_read(struct reader *r, const void *base, uint64_t start, uint64_t end,
    uint64_t modulep)
{
	const struct preload pl = { base, start, end, modulep };
	struct preload_file kernel, f = { 0 };
	struct preload_error err;

	*r = (struct reader){ 0 };
	if (!preload_check(&pl, &err)) {
		r->error = err.reason;
		return;
	}
	if (!preload_kernel(&pl, &kernel)) {
		r->error = "no file is the kernel";
		return;
	}
	r->error = read_kernel(r, &pl, kernel);
	while (preload_next_file(&pl, &f)) {
		if (preload_is_kernel(&pl, f))
			continue;
		if (r->module_count == 64 ||
		    !read_module(&r->module[r->module_count++], &pl, f))
			r->error = "a module lacks something, or is too many";
	}
}
