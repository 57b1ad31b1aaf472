/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a native format has to do with the kit: the one function that it brings,
 * and those that it may call until that returns. A kernel that brings a format
 * of its own includes this header; of the headers that this one includes it may
 * use the types, the constants and the inline functions. All else is between
 * the kit's own files (kit.h).
 */
#ifndef PVH_H
#define PVH_H

#include <stdbool.h>
#include <stdint.h>
#include "boot_view.h"

/* What the format's entry code finds in rax and rdx. */
struct native_args {
	uint64_t first;
	uint64_t second;
};

/*
 * The format's own: turns the view into what the kernel reads, and says what
 * that is entered with. The view is the format's to change. It stays where it
 * is until the kernel takes the door's memory back, and so do its strings and
 * whatever pvh_take() gave. If it returns false the boot ends with the line of
 * the defect in view->defect; see pvh_defect().
 */
bool native_write(struct boot_view *view, struct native_args *native);

/*
 * A pointer to size bytes of physical memory at paddr, which the kit does not
 * own: the loader's, or RAM by the map. NULL if they are not all below 4 GiB,
 * if one is in the door, or if paddr is 0.
 */
void *pvh_at(const struct boot_view *view, uint64_t paddr, uint64_t size);

/*
 * Copies size bytes of physical memory, in ascending order: the two may overlap
 * if "to" is the lower one. What is copied may also lie above 4 GiB, but then
 * not go to the last 2 MiB below 4 GiB. False, and nothing is copied, if one of
 * them is out of reach, as in pvh_at().
 */
bool pvh_copy(
    const struct boot_view *view, uint64_t to, uint64_t from, uint64_t size);

/*
 * Size bytes of the arena, which nobody uses for anything else from then on;
 * they begin at a multiple of 8 and have any contents. *paddr becomes their
 * physical address. NULL, and nothing is taken, if there is no room.
 */
void *pvh_take(struct boot_view *view, uint32_t size, uint64_t *paddr);

/* Records the defect in the view. Always false, for native_write() to return.
 */
__attribute__((cold)) bool pvh_defect(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value);

/* Prints a warning on the early console; those after PVH_ONCE only once. */
__attribute__((cold)) void pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value);

#endif
