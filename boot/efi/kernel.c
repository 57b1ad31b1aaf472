/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads the kernel: checks it, then lays it out where it runs or, if that
 * memory is not free yet, somewhere else.
 */
#include "loader.h"

static EFI_STATUS
not_a_kernel(const char *path, const struct elf_defect *defect)
{
	if (defect->index == ELF_HEADER)
		return fail(EFI_LOAD_ERROR, path, "%s is 0x%lx: %s",
		    defect->field, defect->value, defect->why);
	return fail(EFI_LOAD_ERROR, path, "program header %u: %s is 0x%lx: %s",
	    defect->index, defect->field, defect->value, defect->why);
}

EFI_STATUS
kernel_load(struct elf_image *image, const char *path)
{
	struct file file = { .path = path };
	struct elf_defect defect;
	struct part *part;
	uint64_t to, end;
	EFI_STATUS status;

	status = file_read(&file);
	if (status != EFI_SUCCESS)
		return status;
	if (!elf_read(file.data, file.size, ELF_FREEBSD, image, &defect))
		return not_a_kernel(path, &defect);
	to = image->start & ~(PAGE - 1);
	end = page_up(image->end);
	status = part_at(path, to, end - to);
	if (status != EFI_SUCCESS)
		return status;
	part = part_last();
	if (part->from != part->to)
		say("loader: %s: 0x%lx is taken, staged at 0x%lx\n", path,
		    part->to, part->from);
	elf_place(image, file.data, (char *)part->from + (image->start - to));
	say("loader: %s: %lu bytes, at 0x%lx, entry 0x%lx\n", path, file.size,
	    image->start, image->entry);
	pages_free((uint64_t)file.data);
	return EFI_SUCCESS;
}
