/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SLURP_H
#define SLURP_H

#include <stddef.h>

/*
 * Reads a whole file, or standard input if it is "-". The bytes are the
 * caller's to free; NULL if it cannot be read, and errno says why.
 */
void *slurp(const char *file, size_t *size);

#endif
