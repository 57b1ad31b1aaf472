/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stands in for the refusals of loader.elf (boot/pvh/loader.h): what it would
 * have printed is in line; and refuse(), which does not return there, goes to
 * where the test has set refusal: "if (setjmp(refusal) == 0)".
 */
#ifndef REFUSED_H
#define REFUSED_H

#include "boot/pvh/loader.h"

static char line[200];
static jmp_buf refusal;

static void
write_line(const char *file, const char *format, va_list args)
{
	int length = snprintf(line, sizeof(line), "%s: ", file);

	vsnprintf(line + length, sizeof(line) - (size_t)length, format, args);
}

void
refuse(const char *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(file, format, args);
	va_end(args);
	longjmp(refusal, 1);
}

void
refuse_not(const char *file, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line(file, format, args);
	va_end(args);
}

#endif
