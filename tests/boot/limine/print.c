/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel.h"

static uint32_t broken;

void
put(const char *s)
{
	for (; *s != '\0'; s++) {
		outb(0xe9, *s);
		outb(0x3f8, *s);
	}
}

void
put_hex(uint64_t value)
{
	char digits[17] = { 0 };
	int n = 16;

	do
		digits[--n] = "0123456789abcdef"[value & 15];
	while ((value >>= 4) != 0);
	put("0x");
	put(digits + n);
}

void
put_decimal(uint64_t value)
{
	char digits[21] = { 0 };
	int n = 20;

	do
		digits[--n] = '0' + (char)(value % 10);
	while ((value /= 10) != 0);
	put(digits + n);
}

void
line(const char *name, uint64_t value)
{
	put(name);
	put(": ");
	put_hex(value);
	put("\n");
}

void
claim(bool holds, const char *what)
{
	if (holds)
		return;
	put("broken: ");
	put(what);
	put("\n");
	broken++;
}

_Noreturn void
end(void)
{
	put(broken == 0 ? "boot: ok\n" : "boot: failed\n");
	outb(0xf4, broken == 0 ? 0x10 : 0x11);
	for (;;)
		__asm__ volatile("cli; hlt");
}
