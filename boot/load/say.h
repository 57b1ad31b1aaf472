/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SAY_H
#define SAY_H

/* Writes with pvh_putc(), which is the loader's; knows %s, %u, %lu, %lx. */
void say_args(const char *format, __builtin_va_list args);

#endif
