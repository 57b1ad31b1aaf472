/* SPDX-License-Identifier: BSD-2-Clause */
/* Port 0xE9 and COM1, and the end of the run: of QEMU, or of a domain of Xen.
 */
#ifndef PRINT_H
#define PRINT_H

#include <stdint.h>

static inline void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void
put(char c)
{
	outb(0xe9, c);
	outb(0x3f8, c); /* QEMU's is always ready */
}

static inline void
print(const char *s)
{
	while (*s != '\0')
		put(*s++);
}

static inline void
print_number(uint64_t value, unsigned base)
{
	char digits[20];
	unsigned n = 0;

	do
		digits[n++] = "0123456789abcdef"[value % base];
	while ((value /= base) != 0);
	print(base == 16 ? "0x" : "");
	while (n > 0)
		put(digits[--n]);
}

/* " NAME VALUE", the value in decimal or in hex. */
static inline void
field(const char *name, uint64_t value)
{
	print(" ");
	print(name);
	print(" ");
	print_number(value, 10);
}

static inline void
field_hex(const char *name, uint64_t value)
{
	print(" ");
	print(name);
	print(" ");
	print_number(value, 16);
}

/* Xen, public/sched.h: SCHEDOP_shutdown. It means nothing elsewhere. */
static inline void
shutdown_under_xen(void)
{
	static const uint32_t poweroff = 0;
	uint32_t eax = 0x40000000, ebx, ecx, edx;
	uint64_t call = 29, command = 2, arg = (uintptr_t)&poweroff;

	__asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx));
	if (ebx == 0x566e6558) /* "XenV" */
		__asm__ volatile("vmmcall"
				 : "+a"(call), "+D"(command), "+S"(arg)
				 :
				 : "memory");
}

static inline _Noreturn void
end(void)
{
	outb(0xf4, 0x10);
	shutdown_under_xen();
	for (;;)
		__asm__ volatile("cli; hlt");
}

#endif
