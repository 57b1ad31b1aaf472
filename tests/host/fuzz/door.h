/* SPDX-License-Identifier: BSD-2-Clause */
/* What the door's target asserts of the memory map. */
#ifndef DOOR_H
#define DOOR_H

#include <stdint.h>
#include "reader.h"

/* The loader's table, which a module may overwrite later. */
void door_remember_map(uint64_t paddr, uint32_t entries);

/*
 * The kernel's map is that table and the modules' pages where they are now, by
 * the rules of arch/pvh/RULES, in order and without overlaps.
 */
void door_check_map(const struct reader *got);

#endif
