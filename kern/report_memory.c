/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot report: the memory map, line by line and as a picture. */
#include "kern/report.h"
#include "kern/panic.h"
#include "kern/printf.h"

#define CELLS 64
#define MIB   (1u << 20)

static void
print_range(const struct physmap_range *r)
{
	static const char *const names[] = {
		[SMAP_TYPE_MEMORY] = "ram",
		[SMAP_TYPE_RESERVED] = "reserved",
		[SMAP_TYPE_ACPI_RECLAIM] = "acpi",
		[SMAP_TYPE_ACPI_NVS] = "nvs",
		[SMAP_TYPE_ACPI_ERROR] = "unusable",
		[SMAP_TYPE_DISABLED] = "disabled",
		[SMAP_TYPE_PMEM] = "pmem",
	};

	printf("map: 0x%016lx-0x%016lx ", r->base, r->last);
	if (r->type < sizeof(names) / sizeof(names[0]) &&
	    names[r->type] != NULL)
		printf("%s\n", names[r->type]);
	else
		printf("type %u\n", r->type);
}

/*
 * Each entry of SMAP is a line. Those of EFI are many, so adjacent ones of the
 * same type are one line.
 */
static void
print_map(const struct physmap *mm)
{
	struct physmap_range line, r;
	bool pending = false;
	uint64_t i;

	for (i = 0; i < mm->count; i++) {
		if (!physmap_entry(mm, i, &r))
			continue;
		if (pending && mm->efi && r.type == line.type &&
		    r.base == line.last + 1) {
			line.last = r.last;
			continue;
		}
		if (pending)
			print_range(&line);
		line = r;
		pending = true;
	}
	if (pending)
		print_range(&line);
}

static char
cell(const struct physmap *mm, uint64_t first, uint64_t last)
{
	uint64_t ram = physmap_ram(mm, first, last);

	if (ram == 0)
		return '.';
	return ram == last - first + 1 ? '#' : '+';
}

static void
print_bar(const struct physmap *mm, uint64_t last)
{
	uint64_t size = last / CELLS + 1, first, end;
	char bar[CELLS + 1] = { 0 };
	unsigned i;

	for (i = 0; i < CELLS; i++) {
		first = i * size;
		end = first + (size - 1);
		bar[i] = first > last
		    ? '.'
		    : cell(mm, first, end < last ? end : last);
	}
	printf("memory: [%s]\n", bar);
}

void
report_memory(const struct boot *boot)
{
	const struct physmap *mm = &boot->map;
	uint64_t last, ram;

	if (mm->entries == NULL) {
		printf("map: none\n");
		panic("no memory map");
	}
	print_map(mm);
	last = physmap_last_ram(mm);
	if (last == 0)
		panic("no RAM in the memory map");
	ram = physmap_ram(mm, 0, last);
	printf("memory: %lu MiB usable, 0x00000000-0x%08lx\n", ram / MIB, last);
	print_bar(mm, last);
}
