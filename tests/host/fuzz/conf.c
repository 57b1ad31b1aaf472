/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loader.conf and the load options: an input is both, with a NUL and a newline
 * between them. The strings of the plan that is made of them are within their
 * bounds, and the kit makes a kenv of it without a warning of quotes.
 */
#include <stdlib.h>
#include <string.h>
#include "conf.h"
#include "fuzz.h"
#include "guest.h"
#include "plan.h"
#include "words.h"

static const char separator[] = { '\0', '\n' };

static void
check_settings(const struct settings *settings)
{
	const struct setting *s = settings->setting;
	const char *p;

	CHECK(settings->count <= SETTINGS_MAX);
	for (; s < settings->setting + settings->count; s++) {
		CHECK(s->value != NULL && strlen(s->value) < SIZE_MAX);
		if (s->name == NULL)
			continue;
		CHECK(*s->name != '\0' && *s->name != '-');
		for (p = s->name; *p != '\0'; p++)
			CHECK(settings_is_name(*p));
	}
}

/*
 * Every setting that the plan does not use becomes a variable or a word of the
 * kenv, in an arena of this size, of which it returns how much is used; 0 if
 * that is not enough.
 */
static uint32_t
check_kenv(const struct plan *plan, uint32_t size)
{
	char *arena = calloc(1, size + 7); /* which may be read, not written */
	const struct setting *s;
	bool good;
	uint32_t i;

	memset(&view, 0xa5, sizeof(view));
	memset(&bsd, 0xa5, sizeof(bsd));
	bsd.view = &view;
	bsd.loader = "loader=efi";
	view.rsdp = 0xe0010;
	view.warned = 0;
	view.arena = (struct arena){ arena, ARENA_AT, size, 0 };
	warning_count = 0;
	good = args_open(&bsd);
	for (i = 0; good && i < plan->setting_count; i++) {
		s = plan->setting[i];
		good = s->name != NULL ? args_set(&bsd, s->name, s->value)
				       : args_word(&bsd, s->value, s->at);
	}
	if (good)
		args_close(&bsd);
	else
		CHECK(view.defect.code == PVH_KENV_FULL);
	for (i = 0; i < warning_count; i++)
		CHECK(warnings[i].code != PVH_ODD_QUOTE);
	for (i = 0; i < 7; i++)
		CHECK(arena[size + i] == '\0');
	free(arena);
	return good ? view.arena.used : 0;
}

/* With enough room, and with less than it takes. */
static void
check_room(const struct plan *plan)
{
	uint32_t used = check_kenv(plan, BOOT_ARENA), n;

	for (n = 1; n <= 16; n++) {
		check_kenv(plan, 4 * n);
		check_kenv(plan, used * n / 17);
		check_kenv(plan, used > n ? used - n : 0);
	}
}

static void
check_plan(const struct plan *plan)
{
	const struct plan_module *m = plan->module;

	CHECK(strlen(plan->kernel) < PLAN_PATH);
	CHECK(plan->setting_count <= SETTINGS_MAX);
	CHECK(plan->module_count <= BOOT_MODULES);
	for (; m < plan->module + plan->module_count; m++) {
		CHECK(strlen(m->path) < PLAN_PATH);
		CHECK(m->type != NULL && m->args != NULL);
	}
	check_room(plan);
}

/* A copy that is followed by one byte more, a NUL. */
static char *
copy(const uint8_t *from, size_t size)
{
	char *to = malloc(size + 1);

	CHECK(to != NULL);
	memcpy(to, from, size);
	to[size] = '\0';
	return to;
}

static void
left_out(uint32_t line, const char *why)
{
	CHECK(line > 0 && why != NULL && *why != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct settings settings;
	static struct plan plan;
	struct plan_defect bad_plan = { NULL, NULL };
	const uint8_t *cut = memmem(data, size, separator, sizeof(separator));
	size_t length = cut != NULL ? (size_t)(cut - data) : size;
	size_t behind = cut != NULL ? length + sizeof(separator) : size;
	char *text = copy(data, length);
	char *options = copy(data + behind, size - behind);

	memset(&settings, 0xa5, sizeof(settings));
	settings.count = 0;
	conf_read(&settings, text, length, left_out);
	check_settings(&settings);
	if (words_read(&settings, options)) {
		check_settings(&settings);
		if (plan_make(&plan, &settings, &bad_plan))
			check_plan(&plan);
		else
			CHECK(bad_plan.why != NULL);
	}
	free(text);
	free(options);
	return 0;
}
