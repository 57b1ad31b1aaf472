/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted output: %s %.*s %c %d %u %x %p %%, with l for 64 bits, a width
 * and zero padding. Of any other conversion only the letter is printed.
 */
#ifndef PRINTF_H
#define PRINTF_H

#include <stdarg.h>
#include <stddef.h>
#include "kern/text.h"

/* To the console. Return how many bytes were written. */
int printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* Prints a string that others wrote; what is not printable ASCII as \xNN. */
void printf_text(struct text t);

/* To buf, cut to size with the NUL; returns the length before the cut. */
int snprintf(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
