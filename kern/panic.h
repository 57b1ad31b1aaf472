/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a run that cannot go on. */
#ifndef PANIC_H
#define PANIC_H

/* Prints the line "boot: failed: REASON", and ends the run. */
_Noreturn void panic(const char *fmt, ...)
    __attribute__((format(__printf__, 1, 2)));

#endif
