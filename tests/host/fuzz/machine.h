/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A host's 4 GiB of physical memory, in which a case is laid out as a loader
 * would, and the kit's view of it. A case is a u32, the address of start_info,
 * then chunks: u32 address, u16 size, so many bytes; the last may be cut. From
 * 4 GiB up to 1 TiB memory is 0; the CPU has no addresses from there on.
 *
 * While the kit runs it can write to nothing but its arena and the pages that
 * place_module() gave away, and not read the door at all.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include "layout.h"
#include "pvh.h"
#include "start_info.h"

extern struct boot_view view;
extern unsigned char *memory; /* physical address p is at memory + p */

/* Of a module there can be two, of the others one each. */
#define WARNINGS (2 * BOOT_MODULES + PVH_CODES)
extern struct pvh_defect warnings[WARNINGS];
extern uint32_t warning_count;

/*
 * No more bytes than this are copied for modules: machine_spared then says so,
 * and that boot fails without a fault of the kit's.
 */
extern uint64_t machine_copy_limit;
extern bool machine_spared;

/* Where place_module() put modules, in that order; the bytes behind them. */
struct placed {
	uint64_t paddr, size;
	unsigned char tail[PAGE];
};
extern struct placed placed[BOOT_MODULES];
extern uint32_t placed_count;

/* What the CPU reads there; paddr + size is at most 1 TiB. */
void machine_read(void *to, uint64_t paddr, uint64_t size);

/* A new boot: memory is the case's, and nothing of the last one's is left. */
uint64_t machine_load(const uint8_t *data, size_t size);

/* Ends the program when a property does not hold. */
#define CHECK(property)                                              \
	do {                                                         \
		if (!(property))                                     \
			machine_fail(__FILE__, __LINE__, #property); \
	} while (0)
_Noreturn void machine_fail(const char *file, int line, const char *property);

#endif
