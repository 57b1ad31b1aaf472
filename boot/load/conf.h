/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of loader.conf. Knows nothing of UEFI.
 *
 * A line is name=value or name="value", with blanks around the name and the
 * value, and a comment from # on. In quotes \" is a quote and \\ a backslash,
 * which is a plain character elsewhere. A name does not start with a -.
 */
#ifndef CONF_H
#define CONF_H

#include <stddef.h>
#include "settings.h"

/* Called for each line that is left out, with the reason. */
typedef void conf_left_out(uint32_t line, const char *why);

/*
 * Adds the settings of a text of size bytes. The text is changed, the strings
 * of the settings lie in it, and there must be room for one byte after it.
 */
void conf_read(struct settings *settings, char *text, size_t size,
    conf_left_out *left_out);

#endif
