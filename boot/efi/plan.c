/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel= names a folder below \boot or the file itself; NAME_load="YES" asks
 * for a module, NAME_name= its file, NAME_type= and NAME_flags= its records;
 * kernel_options= holds words. What is left is a variable of the kenv. Of
 * several settings of one name the last counts, and the load options' last.
 */
#include "plan.h"
#include "metadata.h"

#define KERNEL          "kernel"
#define OPTIONS         "kernel_options"
#define LENGTH(literal) (sizeof(literal) - 1)

/* A string that grows; what does not fit is left out, and room is 0. */
struct out {
	char *to;
	uint32_t room; /* its NUL included */
};

static void
put(struct out *out, const char *s)
{
	while (*s != '\0' && out->room > 1) {
		*out->to++ = *s++;
		out->room--;
	}
	*out->to = '\0';
	if (*s != '\0')
		out->room = 0;
}

static void
put_char(struct out *out, char c)
{
	put(out, (const char[]){ c, '\0' });
}

/* In single quotes, and a single quote in double ones, for args_parse(). */
static void
put_quoted(struct out *out, const char *s)
{
	put(out, "'");
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			put(out, "'\"'\"'");
		else
			put_char(out, *s);
	}
	put(out, "'");
}

static bool
has_folder(const char *s)
{
	while (*s != '\0' && *s != '/' && *s != '\\')
		s++;
	return *s != '\0';
}

/* The value if that has a folder, else put between the two. */
static bool
set_path(char *path, const char *before, const char *value, const char *behind)
{
	struct out out = { path, PLAN_PATH };
	bool whole = has_folder(value);

	put(&out, whole ? "" : before);
	put(&out, value);
	put(&out, whole ? "" : behind);
	return out.room != 0;
}

static uint32_t
length_of(const char *s)
{
	uint32_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

/* The length of NAME if s is NAME_load, else 0. */
static uint32_t
load_name(const char *s)
{
	static const char suffix[] = "_load";
	uint32_t length = length_of(s), i;

	if (length <= LENGTH(suffix))
		return 0;
	length -= LENGTH(suffix);
	for (i = 0; i < LENGTH(suffix); i++)
		if (s[length + i] != suffix[i])
			return 0;
	return length;
}

static bool
is_word(const char *s, const char *lower)
{
	while (*lower != '\0' && (*s | 0x20) == *lower) {
		s++;
		lower++;
	}
	return *s == '\0' && *lower == '\0';
}

static bool
bad(struct plan_defect *defect, const char *name, const char *why)
{
	*defect = (struct plan_defect){ name, why };
	return false;
}

/* The module that setting NAME_load speaks of, length bytes of it NAME. */
static bool
add_module(struct plan *plan, struct conf *conf, const char *setting,
    uint32_t length, struct plan_defect *defect)
{
	struct plan_module *m = &plan->module[plan->module_count];
	const char *load = conf_use(conf, setting, length, "_load");
	const char *name = conf_use(conf, setting, length, "_name");
	const char *type = conf_use(conf, setting, length, "_type");
	const char *flags = conf_use(conf, setting, length, "_flags");
	char file[PLAN_PATH];
	uint32_t i;

	if (is_word(load, "no"))
		return true;
	if (!is_word(load, "yes"))
		return bad(defect, setting, "neither YES nor NO");
	if (plan->module_count == BOOT_MODULES)
		return bad(defect, setting, "too many modules");
	if (name == NULL && length < sizeof(file) - LENGTH(".ko")) {
		for (i = 0; i < length; i++)
			file[i] = setting[i];
		for (i = 0; i < sizeof(".ko"); i++)
			file[length + i] = ".ko"[i];
		name = file;
	}
	if (name == NULL || !set_path(m->path, "/boot/kernel/", name, ""))
		return bad(defect, setting, "the path is too long");
	m->name = m->path;
	m->type = type != NULL ? type : MODULE_TYPE_MD_IMAGE;
	m->args = flags != NULL ? flags : "";
	plan->module_count++;
	return true;
}

/* The words of some settings: those of loader.conf, or the others. */
static void
put_words(struct out *out, const struct conf *conf, uint32_t first,
    uint32_t last, bool of_file)
{
	const struct setting *s;
	uint32_t i;

	for (i = first; i < last; i++) {
		s = &conf->setting[i];
		if (s->used || (s->line != 0) != of_file)
			continue;
		put(out, " ");
		if (s->name != NULL) {
			put_quoted(out, s->name);
			put(out, "=");
		}
		put_quoted(out, s->value);
	}
}

bool
plan_make(struct plan *plan, struct conf *conf, struct plan_defect *defect)
{
	struct out out = { plan->cmdline, sizeof(plan->cmdline) };
	const char *kernel = conf_use(conf, KERNEL, LENGTH(KERNEL), "");
	const char *options = conf_use(conf, OPTIONS, LENGTH(OPTIONS), "");
	uint32_t given = conf->count, i, length;

	plan->module_count = 0;
	plan->cmdline[0] = '\0';
	if (kernel == NULL)
		kernel = KERNEL;
	if (!set_path(plan->kernel, "/boot/", kernel, "/kernel"))
		return bad(defect, KERNEL, "the path is too long");
	for (i = 0; i < given; i++) {
		if (conf->setting[i].name == NULL || conf->setting[i].used)
			continue;
		length = load_name(conf->setting[i].name);
		if (length != 0 &&
		    !add_module(
			plan, conf, conf->setting[i].name, length, defect))
			return false;
	}
	if (options != NULL && !conf_words(conf, (char *)options))
		return bad(defect, OPTIONS, "too many words");
	put_words(&out, conf, 0, given, true); /* the later counts */
	put_words(&out, conf, given, conf->count, false);
	put_words(&out, conf, 0, given, false);
	if (out.room == 0)
		return bad(defect, "kenv", "more than 64 KiB of words");
	return true;
}
