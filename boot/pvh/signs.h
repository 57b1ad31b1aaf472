/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel's file shows of its format, beside what multiboot_find() finds.
 * Knows nothing of the loader, because pvh-wrap asks the same (boot/wrap).
 */
#ifndef SIGNS_H
#define SIGNS_H

#include <stdbool.h>
#include <stdint.h>
#include "multiboot.h"

/* Whether it is an ELF64 file, linked where Limine wants it, with a request. */
bool signs_limine(const char *file, uint64_t size);

/*
 * A tag of a Multiboot 2 header that multiboot_find() has found, all of whose
 * words are there; or NULL.
 */
const struct mb2_request_tag *signs_tag(
    const struct multiboot_kernel *kernel, uint16_t type, uint32_t words);

#endif
