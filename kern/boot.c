/* SPDX-License-Identifier: BSD-2-Clause */
/* What the loader told the kernel, found and checked once. */
#include "kern/boot.h"
#include "kern/howto.h"
#include "kern/panic.h"

static void
find_kenv(struct boot *boot)
{
	const struct preload *pl = &boot->preload;
	uint64_t envp = 0;

	preload_u64(pl, boot->kernel, MODINFO_METADATA | MODINFOMD_ENVP, &envp);
	if (!envp) /* GRUB without any variables */
		return;
	if (envp < pl->start || envp >= pl->end)
		panic("metadata: ENVP 0x%lx is not in what was loaded", envp);
	boot->kenv.block = (const char *)pl->base + envp;
	boot->kenv.size = pl->end - envp;
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
	find_kenv(boot);
	reason = memmap_init(&boot->map, pl, boot->kernel);
	if (reason)
		panic("metadata: %s", reason);
	preload_u32(
	    pl, boot->kernel, MODINFO_METADATA | MODINFOMD_HOWTO, &boot->howto);
	boot->howto |= howto_from_kenv(&boot->kenv);
}
