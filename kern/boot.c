/* SPDX-License-Identifier: BSD-2-Clause */
/* What the loader told the kernel, found and checked once. */
#include "kern/boot.h"
#include "kern/acpi.h"
#include "kern/howto.h"
#include "kern/panic.h"
#include "kern/string.h"

static void
find_kenv(struct boot *boot)
{
	const struct preload *pl = &boot->preload;
	uint64_t envp = 0;

	preload_u64(pl, boot->kernel, MODINFO_METADATA | MODINFOMD_ENVP, &envp);
	if (envp == 0) /* GRUB, if no variable is set */
		return;
	if (envp < pl->start || envp >= pl->end)
		panic("metadata: ENVP 0x%lx is not in what was loaded", envp);
	boot->kenv.block = (const char *)pl->base + envp;
	boot->kenv.size = pl->end - envp;
}

static void
find_fb(struct boot *boot)
{
	uint32_t size;
	const void *record = preload_search_info(&boot->preload, boot->kernel,
	    MODINFO_METADATA | MODINFOMD_EFI_FB, &size);

	boot->has_fb = record != NULL;
	if (record != NULL && size >= EFI_FB_SIZE)
		memcpy(&boot->fb, record, EFI_FB_SIZE);
}

void
boot_init(struct boot *boot)
{
	const struct preload *pl = &boot->preload;
	struct preload_error err;
	const char *reason;

	if (!preload_check(pl, &err))
		panic("metadata: record at 0x%lx, type 0x%x, size %u: %s",
		    err.at, err.type, err.size, err.reason);
	if (!preload_kernel(pl, &boot->kernel))
		panic("metadata: no file is the kernel");
	if (!preload_u64(pl, boot->kernel, MODINFO_ADDR, &boot->start))
		panic("metadata: the kernel has no ADDR");
	boot->kernend = pl->end;
	preload_u64(pl, boot->kernel, MODINFO_METADATA | MODINFOMD_KERNEND,
	    &boot->kernend);
	find_kenv(boot);
	reason = physmap_init(&boot->map, pl, boot->kernel);
	if (reason != NULL)
		panic("metadata: %s", reason);
	preload_u32(
	    pl, boot->kernel, MODINFO_METADATA | MODINFOMD_HOWTO, &boot->howto);
	boot->howto |= howto_from_kenv(&boot->kenv);
	find_fb(boot);
}

bool
boot_next_file(const struct boot *boot, struct boot_file *f)
{
	const struct preload *pl = &boot->preload;

	if (!preload_next_file(pl, &f->file))
		return false;
	f->is_kernel = preload_is_kernel(pl, f->file);
	f->name = preload_text(pl, f->file, MODINFO_NAME);
	f->type = preload_text(pl, f->file, MODINFO_TYPE);
	f->args = preload_text(pl, f->file, MODINFO_ARGS);
	f->is_placed = preload_u64(pl, f->file, MODINFO_ADDR, &f->addr) &&
	    preload_u64(pl, f->file, MODINFO_SIZE, &f->size);
	return true;
}

uint64_t
boot_rsdp(const struct boot *boot)
{
	struct text value;
	uint64_t paddr = 0;

	if (kenv_lookup(&boot->kenv, "acpi.rsdp", &value) &&
	    text_number(value, &paddr) && paddr != 0)
		return paddr;
	return boot->map.efi ? 0 : acpi_scan();
}
