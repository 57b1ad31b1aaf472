/* SPDX-License-Identifier: BSD-2-Clause */
/* The instructions that C cannot express. */
#ifndef CPU_H
#define CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CR4_LA57 (1ull << 12)

struct cpuid {
	uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid
cpuid(uint32_t leaf)
{
	struct cpuid c;

	__asm__ volatile("cpuid"
			 : "=a"(c.eax), "=b"(c.ebx), "=c"(c.ecx), "=d"(c.edx)
			 : "a"(leaf), "c"(0));
	return c;
}

/* Does an extended leaf have this bit in edx? False if there is no leaf. */
static inline bool
cpuid_extended_edx(uint32_t leaf, unsigned bit)
{
	return cpuid(0x80000000).eax >= leaf &&
	    (cpuid(leaf).edx >> bit & 1) != 0;
}

/* Does a hypervisor say that it is there? */
static inline bool
cpu_has_hypervisor(void)
{
	return cpuid(1).ecx >> 31 != 0;
}

static inline bool
cpu_has_nx(void)
{
	return cpuid_extended_edx(0x80000001, 20);
}

static inline bool
cpu_has_1g_pages(void)
{
	return cpuid_extended_edx(0x80000001, 26);
}

static inline void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

/* All of these bytes, in order. */
static inline void
outsb(uint16_t port, const void *bytes, size_t len)
{
	__asm__ volatile("rep outsb"
			 : "+S"(bytes), "+c"(len)
			 : "d"(port)
			 : "memory");
}

static inline uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void
outw(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint16_t
inw(uint16_t port)
{
	uint16_t value;

	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint64_t
rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static inline uint64_t
read_cr2(void)
{
	uint64_t value;

	__asm__ volatile("mov %%cr2, %0" : "=r"(value));
	return value;
}

static inline uint64_t
read_cr4(void)
{
	uint64_t value;

	__asm__ volatile("mov %%cr4, %0" : "=r"(value));
	return value;
}

/* Takes the physical address of the top page table. */
static inline void
load_cr3(uint64_t paddr)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(paddr) : "memory");
}

static inline void
load_idt(const void *idt, uint16_t size)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) p = { size - 1, (uintptr_t)idt };

	__asm__ volatile("lidt %0" : : "m"(p) : "memory");
}

static inline void
load_task_register(uint16_t selector)
{
	__asm__ volatile("ltr %0" : : "r"(selector) : "memory");
}

static inline void
halt(void)
{
	__asm__ volatile("cli; hlt");
}

#endif
