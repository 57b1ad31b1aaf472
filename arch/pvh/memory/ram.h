/* SPDX-License-Identifier: BSD-2-Clause */
/* RAM for what has no room in the arena: page tables, stacks, a frame buffer.
 */
#ifndef RAM_H
#define RAM_H

#include <stdint.h>
#include "boot_view.h"

/* No memory to be avoided, beside the image and the modules. */
#define AVOID_NONE ((struct extent){ 0, 0 })

/*
 * Takes size bytes of RAM, whole pages: the highest from 1 MiB to 4 GiB - 2 MiB
 * that are neither the kernel's nor the image's nor a module's nor in avoid. So
 * anything can be copied there (pvh_copy()). They get the type in the view's
 * map, and nobody takes them again. Returns their physical address, where they
 * are mapped, too; they have any contents. 0, and nothing is taken, if there
 * are none, or if the map has no room for the type.
 */
uint64_t ram_take(
    struct boot_view *view, uint64_t size, uint32_t type, struct extent avoid);

#endif
