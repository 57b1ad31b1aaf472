/* SPDX-License-Identifier: BSD-2-Clause */
/* Which format a kernel has: the first one of the table that it seems to have.
 */
#include "loader.h"
#include "multiboot.h"
#include "signs.h"

static bool
is_limine(struct loader *loader)
{
	return signs_limine(loader->kernel.at, loader->kernel.size);
}

static bool
is_multiboot2(struct loader *loader)
{
	struct multiboot_kernel kernel;

	return multiboot_find(
	    loader->view, 2, loader->kernel.at, loader->kernel.size, &kernel);
}

static bool
is_multiboot(struct loader *loader)
{
	struct multiboot_kernel kernel;

	return multiboot_find(
	    loader->view, 1, loader->kernel.at, loader->kernel.size, &kernel);
}

static bool
is_freebsd(struct loader *loader)
{
	struct elf_image image;

	place_read(loader, ELF_FREEBSD, &image,
	    "no Limine request, no Multiboot header, no FreeBSD kernel: ");
	return true;
}

static bool
boot_multiboot2(struct loader *loader, struct native_args *native)
{
	return multiboot_boot(loader, 2, native);
}

static bool
boot_multiboot(struct loader *loader, struct native_args *native)
{
	return multiboot_boot(loader, 1, native);
}

static const struct format formats[] = {
	{ "limine", is_limine, limine_boot },
	{ "multiboot2", is_multiboot2, boot_multiboot2 },
	{ "multiboot", is_multiboot, boot_multiboot },
	{ "freebsd", is_freebsd, freebsd_boot },
};

static bool
equal(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

const struct format *
find_format(struct loader *loader, const char *name)
{
	const struct format *f = formats;

	while (name != NULL ? !equal(name, f->name) : !f->is(loader))
		if (++f == formats + sizeof(formats) / sizeof(formats[0]))
			refuse("format=",
			    "%s is not limine, multiboot2, multiboot, freebsd",
			    name);
	return f;
}
