/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel: checked, then laid out where it runs or, failing that, staged. */
#include "loader.h"

/* Where it will run if the firmware gives that, else anywhere beside it. */
static EFI_STATUS
find_memory(struct kernel *kernel, const char *path)
{
	struct extent place = kernel->place;
	uint64_t size = place.end - place.start, paddr;

	paddr = pages_at(EfiLoaderData, size, place.start);
	if (paddr == 0) {
		paddr = pages_beside(EfiLoaderData, size, BELOW_4G, place);
		if (paddr == 0)
			return fail(EFI_OUT_OF_RESOURCES, path,
			    "no memory for %lu KiB", size / 1024);
		say("loader: %s: 0x%lx is taken, staged at 0x%lx\n", path,
		    place.start, paddr);
	}
	kernel->memory = (char *)paddr;
	return EFI_SUCCESS;
}

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
kernel_load(struct kernel *kernel, const char *path, uint64_t arena_size)
{
	struct file file = { .path = path };
	struct elf_image *image = &kernel->image;
	struct elf_defect defect;
	EFI_STATUS status;

	status = file_read(&file, EfiLoaderData, BELOW_4G);
	if (status != EFI_SUCCESS)
		return status;
	if (!elf_read(file.data, file.size, image, &defect))
		return not_a_kernel(path, &defect);
	kernel->place.start = image->start & ~(PAGE - 1);
	kernel->arena = (image->end + PAGE - 1) & ~(PAGE - 1);
	kernel->place.end =
	    kernel->arena + ((arena_size + PAGE - 1) & ~(PAGE - 1));
	if (kernel->place.end > GIB)
		return fail(EFI_LOAD_ERROR, path,
		    "no room below 1 GiB behind its end, 0x%lx", image->end);
	status = find_memory(kernel, path);
	if (status != EFI_SUCCESS)
		return status;
	elf_place(image, file.data,
	    kernel->memory + (image->start - kernel->place.start));
	say("loader: %s: %lu bytes, at 0x%lx, entry 0x%lx\n", path, file.size,
	    image->start, image->entry);
	pages_free((uint64_t)file.data);
	return EFI_SUCCESS;
}
