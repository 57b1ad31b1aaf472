/* SPDX-License-Identifier: BSD-2-Clause */
#include "row.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct row_name row_names[] = {
	{ "qemu", "QEMU's -kernel", false, row_qemu },
	{ "xen-domu-4.14", "Xen 4.14, a PVH domU", true, row_xen_414 },
	{ "xen-domu", "Xen 4.17 and later, a PVH domU", true, row_xen_domu },
	{ "xen-dom0-4.17", "Xen before 4.19, PVH dom0", true,
	    row_xen_dom0_417 },
	{ "xen-dom0", "Xen 4.19 and later, PVH dom0", true, row_xen_dom0 },
	{ "firecracker", "Firecracker 1.12 and later", false, row_firecracker },
	{ "cloud-hypervisor", "Cloud Hypervisor", false, row_cloud_hypervisor },
	{ "libkrun", "libkrun 1.18 and later", false, row_libkrun },
	{ "stratovirt", "StratoVirt's standard machine", false,
	    row_stratovirt },
	{ "alioth", "alioth", false, row_alioth },
	{ "grub", "GRUB's kfreebsd", false, row_grub },
	{ "freebsd", "FreeBSD's loaders", true, row_freebsd },
	{ "loader.efi", "this project's UEFI loader", true, row_loader_efi },
	{ "loader.elf", "this project's loader as PVH kernel", true,
	    row_loader_elf },
};
_Static_assert(
    sizeof(row_names) / sizeof(row_names[0]) == ROW_COUNT, "ROW_COUNT rows");

struct row
row_make(const struct row_name *name, const struct image *image)
{
	struct row row = { 0 };
	uint32_t one, other;

	if (name->unpacks && image->inside != NULL)
		image = image->inside;
	name->judge(image, &row);
	if (name->unpacks && row.rule == RULE_PACKED &&
	    image_number(image, 0, 2) == 0x8b1f) {
		row.answer = ANSWER_ELSE;
		row.remark = "unpacked first; pvh-check cannot look into it";
	}
	if (row.answer == ANSWER_YES && image_overlap(image, &one, &other))
		row.remark = "but two segments overlap: the last one wins";
	return row;
}

static void
fill(struct row *row, enum rule rule, const char *format, va_list args)
{
	row->rule = rule;
	vsnprintf(row->value, sizeof(row->value), format, args);
}

bool
row_no(struct row *row, enum rule rule, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(row, rule, format, args);
	va_end(args);
	row->answer = ANSWER_NO;
	return false;
}

bool
row_else(struct row *row, enum rule rule, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(row, rule, format, args);
	va_end(args);
	row->answer = ANSWER_ELSE;
	return false;
}
