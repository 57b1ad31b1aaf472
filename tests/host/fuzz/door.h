/* SPDX-License-Identifier: BSD-2-Clause */
/* What the fuzzer of the whole door asserts of the memory map. */
#ifndef DOOR_H
#define DOOR_H

#include <stdint.h>
#include "reader.h"

/* Notes the loader's table, which a module may overwrite later. */
void door_remember_map(uint64_t paddr, uint32_t entries);

/*
 * The kernel's map is what arch/pvh/RULES makes of that table and of the pages
 * where the modules are now: in order, and without overlaps.
 */
void door_check_map(const struct reader *got);

#endif
