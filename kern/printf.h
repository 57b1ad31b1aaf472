/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted output to the console: %s, %u and %x. A number may have an l, for
 * 64 bits, and a width, to which it is filled up with zeroes: %08lx. Of any
 * other conversion only the letter is printed.
 */
#ifndef PRINTF_H
#define PRINTF_H

#include <stdarg.h>
#include "kern/text.h"

void printf(const char *fmt, ...) __attribute__((format(__printf__, 1, 2)));
void vprintf(const char *fmt, va_list ap)
    __attribute__((format(__printf__, 1, 0)));

/* Prints a string that others wrote; what is not printable ASCII as \xNN. */
void printf_text(struct text t);

#endif
