/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole kernel, which prints what memory there is, and leaves. In the boot
 * structure that it reads everything is a range of memory. The kit calls
 * native_write(), which fills that in, and then enters the kernel at kmain().
 */
#include "pvh.h"

#define COM1          0x3f8
#define DEBUGCON      0xe9 /* QEMU's -debugcon, Xen's "xl dmesg" */
#define EXIT          0xf4 /* QEMU's isa-debug-exit */

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct range {
	uint64_t start; /* physical; end is the first byte after it */
	uint64_t end;
	const char *what;
};

struct boot {
	const char *cmdline;
	uint32_t count;
	struct range range[64];
};

static struct boot boot;

static const char *const types[] = {
	[MEMMAP_RAM] = "RAM",
	[MEMMAP_RESERVED] = "reserved",
	[MEMMAP_ACPI_RECLAIM] = "ACPI tables",
	[MEMMAP_ACPI_NVS] = "ACPI NVS",
	[MEMMAP_UNUSABLE] = "unusable",
	[MEMMAP_DISABLED] = "disabled",
	[MEMMAP_PMEM] = "persistent",
};

void kmain(const struct boot *info);

/* ---- the boot structure: written in the door, before the kernel is entered */

static void
add(uint64_t start, uint64_t end, const char *what)
{
	if (boot.count < LENGTH(boot.range))
		boot.range[boot.count] = (struct range){ start, end, what };
	boot.count++;
}

bool
native_write(struct boot_view *view, struct native_args *native)
{
	struct memmap_range range;
	uint32_t cursor = 0;
	uint32_t i;

	boot.cmdline = view->cmdline;
	add(view->image.start, view->image.end, "kernel");
	for (i = 0; i < view->module_count; i++)
		add(view->module[i].paddr,
		    view->module[i].paddr + view->module[i].size, "module");
	while (memmap_next(&view->map, &cursor, &range))
		add(range.first, range.last + 1,
		    range.type < LENGTH(types) ? types[range.type] : "unknown");
	if (boot.count > LENGTH(boot.range))
		return pvh_defect(
		    view, PVH_NATIVE, boot.count, LENGTH(boot.range));
	native->first = (uintptr_t)&boot;
	return true;
}

/* ---- the kernel */

static void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void
print(const char *s)
{
	for (; *s != '\0'; s++) {
		while ((inb(COM1 + 5) & 0x20) == 0)
			continue; /* it has not sent the last byte yet */
		outb(COM1, (uint8_t)*s);
		outb(DEBUGCON, (uint8_t)*s);
	}
}

static void
print_hex(uint64_t value)
{
	char digit[2] = "";
	int shift;

	for (shift = 60; shift >= 0; shift -= 4) {
		digit[0] = "0123456789abcdef"[value >> shift & 15];
		print(digit);
	}
}

void
kmain(const struct boot *info)
{
	uint32_t i;

	print("command line: ");
	print(info->cmdline != NULL ? info->cmdline : "none");
	print("\n");
	for (i = 0; i < info->count; i++) {
		print_hex(info->range[i].start);
		print(" to ");
		print_hex(info->range[i].end);
		print(" ");
		print(info->range[i].what);
		print("\n");
	}
	outb(EXIT, 0x10); /* QEMU's status is then twice that, plus 1 */
	for (;;)
		__asm__ volatile("cli; hlt");
}
