/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A higher-half kernel that takes the kit in, with what compilers and people
 * put into theirs. It says where its image begins, and leaves.
 */
#include "metadata.h"

#ifndef KERNBASE
#define KERNBASE 0xffffffff80000000ull
#endif

void btext(uint32_t modulep, uint32_t kernend);

#ifdef THREAD
_Thread_local uint64_t thread[2];
#endif
#ifdef NAMES
char end[1], kernel_start[1], kernel_end[1];
#endif
#ifdef LOW
__attribute__((section(".boot"), used)) static const char low[4096] = "low";
#endif
#ifdef MULTIBOOT
__attribute__((section(".text.first"), aligned(4),
    used)) static const uint32_t multiboot[3] = { 0x1badb002, 0, -0x1badb002u };
#endif

/* A note of another kind, aligned to 8 as the compilers' are. */
#define NOTE(section)                                                \
	__asm__(".pushsection " section ", \"a\", @note; .balign 8;" \
		".long 4, 8, 1; .asciz \"Foo\"; .quad 0; .popsection")
#ifdef NOTES
NOTE(".note.foo");
NOTE(".note.gnu.property.own");
#endif
#ifdef ODD
NOTE("odd");
#endif

static uint32_t
at(uint64_t paddr)
{
	return *(const uint32_t *)(KERNBASE + paddr);
}

static void
print(char c)
{
	__asm__ volatile("outb %0, %1" : : "a"(c), "Nd"((uint16_t)0xe9));
}

void
btext(uint32_t modulep, uint32_t kernend)
{
	uint64_t paddr = modulep;
	int shift;

#ifdef SSE
	__asm__ volatile("xorps %xmm0, %xmm0");
#endif
	while (at(paddr) != MODINFO_ADDR && paddr < kernend)
		paddr += 8 + ((at(paddr + 4) + 7) & ~7u);
	for (shift = 28; shift >= 0; shift -= 4)
		print("0123456789abcdef"[at(paddr + 8) >> shift & 15]);
	print('\n');
	__asm__ volatile("outb %0, %1"
			 :
			 : "a"((char)0x10), "Nd"((uint16_t)0xf4));
	for (;;)
		__asm__ volatile("cli; hlt");
}
