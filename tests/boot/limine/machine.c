/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine's state, as the kernel itself can see it. */
#include "kernel.h"

static uint64_t
msr(uint32_t number)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
	return (uint64_t)high << 32 | low;
}

static uint32_t
cpuid_edx(uint32_t leaf)
{
	uint32_t a = leaf, b, c = 0, d;

	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return d;
}

#define SEGMENT(name)                                          \
	__asm__ volatile("mov %%" #name ", %0" : "=r"(value)); \
	claim((value & 0xffff) == 0x30, #name)

/* Whether a descriptor is "accessed", bit 40, does not count. */
static void
check_gdt(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) gdtr;
	const uint64_t *gdt;

	__asm__ volatile("sgdt %0" : "=m"(gdtr));
	gdt = (const uint64_t *)gdtr.base;
	claim(gdtr.limit >= 7 * 8 - 1, "GDT: limit");
	claim(type_of(gdtr.base) == RECLAIM, "GDT: in reclaimable memory");
	claim((gdt[1] | 1ull << 40) == 0x00009b000000ffff, "GDT: 16-bit code");
	claim((gdt[2] | 1ull << 40) == 0x000093000000ffff, "GDT: 16-bit data");
	claim((gdt[3] | 1ull << 40) == 0x00cf9b000000ffff, "GDT: 32-bit code");
	claim((gdt[4] | 1ull << 40) == 0x00cf93000000ffff, "GDT: 32-bit data");
	claim((gdt[5] & 0x00609a0000000000) == 0x00209a0000000000,
	    "GDT: 64-bit code");
	claim((gdt[6] & 0x0000920000000000) == 0x0000920000000000,
	    "GDT: 64-bit data");
}

void
check_machine(uint64_t stack)
{
	const uint64_t *hhdm = response(hhdm_request);
	uint64_t value;

	__asm__ volatile("mov %%cs, %0" : "=r"(value));
	claim((value & 0xffff) == 0x28, "cs");
	SEGMENT(ds);
	SEGMENT(es);
	SEGMENT(ss);
	SEGMENT(fs);
	SEGMENT(gs);
	claim(msr(0xc0000100) == 0 && msr(0xc0000101) == 0, "fs, gs: bases");
	check_gdt();
	__asm__ volatile("mov %%cr0, %0" : "=r"(value));
	claim((value & 0x80010011) == 0x80010011, "cr0: PG, WP, ET, PE");
	__asm__ volatile("mov %%cr4, %0" : "=r"(value));
	claim((value & 0x1020) == 0x20, "cr4: PAE, no LA57");
	__asm__ volatile("mov %%cr3, %0" : "=r"(value));
	claim(type_of(hhdm[1] + value) == RECLAIM, "tables: reclaimable");
	value = (cpuid_edx(0x80000001) & 1u << 20) != 0 ? 0xd00 : 0x500;
	claim((msr(0xc0000080) & 0xd00) == value, "EFER: LME, LMA, NXE");
	if ((cpuid_edx(1) & 1u << 16) != 0)
		claim((msr(0x277) & 0xffffffffffff) == 0x010500070406,
		    "PAT: WB, WT, UC-, UC, WP, WC");
	claim(inb(0x21) == 0xff && inb(0xa1) == 0xff, "PICs: all masked");
	claim(stack % 16 == 8, "stack: as after a call");
	claim(*(const uint64_t *)stack == 0, "stack: the return address is 0");
	claim(type_of(stack) == RECLAIM && type_of(stack - 0xffff) == RECLAIM,
	    "stack: reclaimable, 64 KiB");
}
