/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Settings by name: conf.c and words.c add them, plan.c looks them up. Knows
 * nothing of UEFI, nor of the text that a setting comes from.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#ifndef SETTINGS_MAX
#define SETTINGS_MAX 512
#endif

struct setting {
	const char *name; /* NULL: a word without a name, all of it value */
	const char *value;
	uint32_t line; /* of loader.conf, from 1; 0: from a command line */
	uint32_t at;   /* its first byte in that command line, from 0 */
	bool used;     /* settings_use() has found it */
};

struct settings {
	uint32_t count;
	struct setting setting[SETTINGS_MAX];
};

/* What a name is made of: letters, digits and _ . - */
bool settings_is_name(char c);

/* Adds one after all others; false if there are too many. */
bool settings_add(struct settings *settings, struct setting setting);

/*
 * The last setting of this name, which is length bytes of name and a suffix;
 * NULL if there is none. It and all others of the name are marked as used.
 */
const struct setting *settings_use(struct settings *settings, const char *name,
    uint32_t length, const char *suffix);

#endif
