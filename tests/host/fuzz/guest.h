/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * 4 GiB of physical memory on the host, in which a case is laid out as a loader
 * would lay it out, and the kit's view of it. A case is a u32, the address of
 * start_info, then chunks: u32 address, u16 size, as many bytes; the last may
 * be cut short. From 4 GiB up to 1 TiB memory is 0; the CPU has no addresses
 * above that.
 *
 * While the kit runs, it can write to its arena and to the pages that
 * settle_place() gave out, and to nothing else; it cannot read the door at all.
 */
#ifndef GUEST_H
#define GUEST_H

#include "layout.h"
#include "freebsd.h"
#include "kit.h"
#include "start_info.h"

extern struct boot_view view;
extern struct freebsd bsd;    /* of that view */
extern unsigned char *memory; /* physical address p is at memory + p */

/* A module has at most two warnings; any other occurs once. */
#define WARNINGS (2 * BOOT_MODULES + PVH_CODES)
extern struct pvh_defect warnings[WARNINGS];
extern uint32_t warning_count;

/*
 * The kit copies at most so many bytes for modules. If there are more,
 * guest_spared becomes true, and the boot fails though the kit is right.
 */
extern uint64_t guest_copy_limit;
extern bool guest_spared;

/* Where settle_place() put modules, in that order, and the bytes after each. */
struct placed {
	uint64_t paddr, size;
	unsigned char tail[PAGE];
};
extern struct placed placed[BOOT_MODULES];
extern uint32_t placed_count;

/* Reads what the CPU would read; paddr + size is at most 1 TiB. */
void guest_read(void *to, uint64_t paddr, uint64_t size);

/*
 * Begins a new boot: lays the case out in memory that has nothing of another;
 * returns the address of start_info.
 */
uint64_t guest_load(const uint8_t *data, size_t size);

/* Lets the kit write to all memory but the door. */
void guest_open(void);

/* edx of CPUID, in all leaves; the CMOS clock's registers. */
extern uint32_t machine_edx;
extern uint8_t machine_cmos[0x33];

/* Ends the program when a property does not hold. */
#define CHECK(property)                                            \
	do {                                                       \
		if (!(property))                                   \
			guest_fail(__FILE__, __LINE__, #property); \
	} while (0)
_Noreturn void guest_fail(const char *file, int line, const char *property);

#endif
