/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to settings: loader.conf, and the words of a command line. Knows
 * nothing of UEFI.
 *
 * A line of loader.conf is name=value or name="value", blanks around the name
 * and the value, and a comment from # on. In quotes \" is a quote and \\ is a
 * backslash, which is a plain character elsewhere. Names are made of letters,
 * digits and _ . - but do not start with a -.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stdint.h>

#ifndef CONF_SETTINGS
#define CONF_SETTINGS 512
#endif

struct setting {
	const char *name; /* NULL: a word that sets nothing, all of it value */
	const char *value;
	uint32_t line; /* of loader.conf, from 1; 0: from a command line */
	bool used;     /* somebody asked for it */
};

struct conf {
	uint32_t count;
	struct setting setting[CONF_SETTINGS];
};

/* Told of each line that is left out, and why. */
typedef void conf_left_out(uint32_t line, const char *why);

/*
 * Adds the settings of a text of size bytes, which has room for one more. The
 * strings of the settings are in the text, which is changed.
 */
void conf_read(
    struct conf *conf, char *text, uint64_t size, conf_left_out *left_out);

/*
 * Adds the words of a line, which are separated by blanks; quotes, single or
 * double, keep blanks in a word and are taken off. False if they are too many.
 */
bool conf_words(struct conf *conf, char *line);

/* What a name is made of. */
bool conf_is_name(char c);

/*
 * The setting that counts of those with this name, which is length bytes and a
 * suffix; NULL if there is none. All of them are used then.
 */
const struct setting *conf_use(
    struct conf *conf, const char *name, uint32_t length, const char *suffix);

#endif
