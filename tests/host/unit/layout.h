/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the kernel and the door lie on the machines that the tests make up. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "memmap.h"
#include "metadata.h"

#define KIB          0x400ull
#define MIB          0x100000ull
#define PAGE         0x1000ull
#define KERNEL_START 0x200000ull
#define KERNEL_END   0x280123ull
#define DOOR_START   0x282000ull
#define DOOR_END     0x2c0000ull
#define ARENA_AT     0x283000ull

#define RAM          MEMMAP_RAM
#define RESERVED     MEMMAP_RESERVED

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
