/* SPDX-License-Identifier: BSD-2-Clause */
/* loader.elf, which is given the kernel as its module (boot/pvh/find.c). */
#include "native.h"

static bool
multiboot(const struct image *f, struct row *row, uint32_t version)
{
	row->remark =
	    version == 2 ? "as a Multiboot 2 kernel" : "as a Multiboot kernel";
	return kit_places(f, version) || kit_elf(f, row, true);
}

void
row_loader_elf(const struct image *f, struct row *row)
{
	if (!check_unpacked(f, row))
		return;
	if (kit_is_limine(f)) {
		row->remark = "as a Limine kernel";
	} else if (kit_multiboot(f, 2)) {
		(void)multiboot(f, row, 2);
	} else if (kit_multiboot(f, 1)) {
		(void)multiboot(f, row, 1);
	} else if (check_elf(f, row)) {
		row->remark = "as FreeBSD's kernel, if it is like one";
		(void)(kit_elf(f, row, false) && native_not_pvh(f, row));
	}
	if (row->answer == ANSWER_NO)
		row->remark = NULL;
}
