/* SPDX-License-Identifier: BSD-2-Clause */
/* The settings, in the order in which they were read. */
#include "settings.h"
#include <stddef.h>

bool
settings_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

bool
settings_add(struct settings *settings, struct setting setting)
{
	if (settings->count == SETTINGS_MAX)
		return false;
	settings->setting[settings->count++] = setting;
	return true;
}

/* Whether s is length bytes of name and then the suffix. */
static bool
is_that(const char *s, const char *name, uint32_t length, const char *suffix)
{
	while (length > 0 && *s == *name) {
		s++;
		name++;
		length--;
	}
	while (length == 0 && *suffix != '\0' && *s == *suffix) {
		s++;
		suffix++;
	}
	return length == 0 && *s == '\0' && *suffix == '\0';
}

const struct setting *
settings_use(struct settings *settings, const char *name, uint32_t length,
    const char *suffix)
{
	const struct setting *found = NULL;
	uint32_t i;

	for (i = 0; i < settings->count; i++) {
		if (settings->setting[i].name == NULL ||
		    !is_that(settings->setting[i].name, name, length, suffix))
			continue;
		settings->setting[i].used = true;
		found = &settings->setting[i];
	}
	return found;
}
