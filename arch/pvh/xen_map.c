/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The door's two hypercalls. One gets the memory map, for a PVH dom0 has
 * start_info version 0, without one; a build without this file refuses that.
 * The other ends the domain as crashed; without it the end is a halt. Source:
 * Xen, public/xen.h, memory.h, sched.h and arch-x86/xen-x86_64.h.
 */
#include "kit.h"

#define HYPERVISOR_MEMORY_OP 12
#define XENMEM_MEMORY_MAP    9
#define HYPERVISOR_SCHED_OP  29
#define SCHEDOP_SHUTDOWN     2
#define SHUTDOWN_CRASH       3

/* In: how many entries the buffer holds. Out: how many there are. */
struct xen_memory_map {
	uint32_t nr_entries;
	uint64_t buffer; /* virtual */
};

struct e820entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
} __attribute__((packed));
_Static_assert(sizeof(struct e820entry) == 20, "Xen's e820 is packed");

/* The instruction is the CPU vendor's: others fault. False if it is unknown. */
static bool
hypercall(int64_t r, uint64_t command, void *arg, int64_t *result)
{
	switch (cpuid(0).ebx) {
	case 0x68747541: /* AuthenticAMD */
	case 0x6f677948: /* HygonGenuine */
		__asm__ volatile("vmmcall"
				 : "+a"(r), "+D"(command), "+S"(arg)
				 :
				 : "memory");
		break;
	case 0x756e6547: /* GenuineIntel */
	case 0x746e6543: /* CentaurHauls */
	case 0x68532020: /* Shanghai */
		__asm__ volatile("vmcall"
				 : "+a"(r), "+D"(command), "+S"(arg)
				 :
				 : "memory");
		break;
	default:
		return false;
	}
	*result = r;
	return true;
}

/* Xen writes its map into the free part of the arena. */
bool
xen_memmap(struct boot_view *view, uint32_t *entries)
{
	struct arena *arena = &view->arena;
	struct xen_memory_map map;
	struct e820entry *entry;
	int64_t error;
	uint32_t room, i;

	if (!xen_present())
		return pvh_defect(view, PVH_NO_MEMMAP, 0, 0);
	entry = (struct e820entry *)(arena->base + arena->used);
	room = (arena->size - arena->used) / sizeof(*entry);
	map.nr_entries = room;
	map.buffer = (uintptr_t)entry;
	if (!hypercall(HYPERVISOR_MEMORY_OP, XENMEM_MEMORY_MAP, &map, &error))
		return pvh_defect(view, PVH_XEN_CPU, 0, 0);
	if (error < 0 || map.nr_entries > room)
		return pvh_defect(view, PVH_XEN_MEMMAP, map.nr_entries, -error);
	*entries = map.nr_entries;
	for (i = 0; i < map.nr_entries; i++, entry++)
		if (!memmap_add(view, i, entry->addr, entry->size, entry->type))
			return false;
	return true;
}

void
xen_crash(void)
{
	uint32_t reason = SHUTDOWN_CRASH;
	int64_t error;

	if (xen_present())
		hypercall(
		    HYPERVISOR_SCHED_OP, SCHEDOP_SHUTDOWN, &reason, &error);
}
