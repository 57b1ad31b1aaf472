/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a command line. Knows nothing of UEFI. */
#ifndef WORDS_H
#define WORDS_H

#include "settings.h"

/*
 * Adds the words of a line, which are separated by blanks; quotes, single or
 * double, keep blanks in a word and are taken off. The line is changed, and the
 * strings of the settings lie in it. False if there are too many.
 */
bool words_read(struct settings *settings, char *line);

#endif
