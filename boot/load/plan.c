/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the settings mean. kernel= names a folder in \boot or the file itself;
 * NAME_load="YES" asks for a module, NAME_name= is its file, NAME_type= its
 * type, NAME_flags= its arguments, NAME_packed="YES" leaves it compressed;
 * kernel_options= holds words. Every other setting is a variable of the
 * kernel's environment. Of several settings of one name the last counts, and
 * those of the load options come last; of NAME.device all count
 * (arch/pvh/freebsd/RULES, 9).
 */
#include "plan.h"
#include "metadata.h"
#include "words.h"

#define KERNEL          "kernel"
#define OPTIONS         "kernel_options"
#define LENGTH(literal) (sizeof(literal) - 1)

/* A string that grows. What does not fit is cut off, and room is 0 then. */
struct out {
	char *to;
	uint32_t room; /* bytes, its NUL included */
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

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

static bool
has_folder(const char *s)
{
	while (*s != '\0' && !is_slash(*s))
		s++;
	return *s != '\0';
}

/* Of several slashes in a row only the last is kept. */
static void
put_path(struct out *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (!is_slash(s[0]) || !is_slash(s[1]))
			put_char(out, *s);
}

/* The value itself if it names a folder, else before, the value, after. */
static bool
set_path(char *path, const char *before, const char *value, const char *after)
{
	struct out out = { path, PLAN_PATH };
	bool whole = has_folder(value);

	put(&out, whole ? "" : before);
	put_path(&out, value);
	put(&out, whole ? "" : after);
	return out.room != 0;
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
bad(struct plan_defect *defect, const struct setting *setting, const char *why)
{
	*defect = (struct plan_defect){ setting, why };
	return false;
}

/* Whether it is YES; NULL counts as NO. False if it is neither. */
static bool
is_yes_or_no(const struct setting *s, bool *yes)
{
	*yes = s != NULL && is_word(s->value, "yes");
	return s == NULL || *yes || is_word(s->value, "no");
}

/* Adds the module of a setting NAME_load; the first length bytes are NAME. */
static bool
add_module(struct plan *plan, struct settings *settings, const char *setting,
    uint32_t length, struct plan_defect *defect)
{
	struct plan_module *m = &plan->module[plan->module_count];
	const struct setting *load =
	    settings_use(settings, setting, length, "_load");
	const struct setting *name =
	    settings_use(settings, setting, length, "_name");
	const struct setting *type =
	    settings_use(settings, setting, length, "_type");
	const struct setting *args =
	    settings_use(settings, setting, length, "_flags");
	const struct setting *pack =
	    settings_use(settings, setting, length, "_packed");
	char file[PLAN_PATH] = "";
	bool yes, packed;
	uint32_t i;

	if (!is_yes_or_no(load, &yes))
		return bad(defect, load, "neither YES nor NO");
	if (!yes)
		return true;
	if (!is_yes_or_no(pack, &packed))
		return bad(defect, pack, "neither YES nor NO");
	if (plan->module_count == BOOT_MODULES)
		return bad(defect, load, "too many modules");
	if (name == NULL && length >= sizeof(file) - LENGTH(".ko"))
		return bad(defect, load, "the path is too long");
	for (i = 0; name == NULL && i < length; i++)
		file[i] = setting[i];
	for (i = 0; name == NULL && i < sizeof(".ko"); i++)
		file[length + i] = ".ko"[i];
	if (!set_path(m->path, "/boot/kernel/",
		name != NULL ? name->value : file, ""))
		return bad(
		    defect, name != NULL ? name : load, "the path is too long");
	m->type = type != NULL ? type->value : MODULE_TYPE_MD_IMAGE;
	m->args = args != NULL ? args->value : "";
	m->packed = packed;
	plan->module_count++;
	return true;
}

/* The unused ones of some settings: loader.conf's, or the others. */
static void
add_settings(struct plan *plan, const struct settings *settings, uint32_t first,
    uint32_t last, bool of_file)
{
	const struct setting *s;
	uint32_t i;

	for (i = first; i < last; i++) {
		s = &settings->setting[i];
		if (!s->used && (s->line != 0) == of_file)
			plan->setting[plan->setting_count++] = s;
	}
}

bool
plan_make(
    struct plan *plan, struct settings *settings, struct plan_defect *defect)
{
	const struct setting *kernel, *options;
	uint32_t given = settings->count, i, length;

	plan->module_count = 0;
	plan->setting_count = 0;
	kernel = settings_use(settings, KERNEL, LENGTH(KERNEL), "");
	options = settings_use(settings, OPTIONS, LENGTH(OPTIONS), "");
	if (!set_path(plan->kernel, "/boot/",
		kernel != NULL ? kernel->value : KERNEL, "/kernel"))
		return bad(defect, kernel, "the path is too long");
	for (i = 0; i < given; i++) {
		if (settings->setting[i].name == NULL ||
		    settings->setting[i].used)
			continue;
		length = load_name(settings->setting[i].name);
		if (length != 0 &&
		    !add_module(plan, settings, settings->setting[i].name,
			length, defect))
			return false;
	}
	if (options != NULL && !words_read(settings, (char *)options->value))
		return bad(defect, options, "too many words");
	add_settings(plan, settings, 0, given, true); /* a later word wins */
	add_settings(plan, settings, given, settings->count, false);
	add_settings(plan, settings, 0, given, false);
	return true;
}
