/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot report: one fact a line, "key: value". Tests compare it, so a
 * change of its form is a change of them. Whatever a loader or a firmware
 * wrote is printed with printf_text, which escapes it.
 */
#ifndef REPORT_H
#define REPORT_H

#include "kern/boot.h"

/* These two need no page tables but the loader's. */
void report_loader(const struct boot *boot); /* and hypervisor, howto, kenv */
void report_memory(const struct boot *boot); /* panics if there is no map */

/* These reach memory through pmap_map. */
void report_modules(const struct boot *boot);
void report_acpi(const struct boot *boot);
void report_kernel(const struct boot *boot);

#endif
