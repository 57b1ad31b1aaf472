/* SPDX-License-Identifier: BSD-2-Clause */
/* The C entry: pvh_start.asm calls it, and the format's entry code gets its
 * result. */
#include "kit.h"

/* From the linker script (pvh.ld) and, for the base, from pvh_start.asm. */
extern char pvh_kernbase[], pvh_host_begin[], pvh_host_end[], pvh_begin[],
    pvh_end[];

struct native_args pvh_boot(uint64_t start_info);

static uint64_t
phys(const char *symbol)
{
	return (uintptr_t)symbol - (uintptr_t)pvh_kernbase;
}

static _Noreturn void
end(const struct boot_view *view)
{
	pvh_print("pvh: ", view->defect);
	pvh_halt();
}

/* start_info is physical. Interrupts are off, 0-4 GiB is mapped at 0. */
struct native_args
pvh_boot(uint64_t start_info)
{
	static struct boot_view view;
	static char arena[BOOT_ARENA + 8] __attribute__((aligned(8)));
	struct native_args native;

	view.mem.base = 0;
	view.mem.size = 4 * GIB;
	view.mem.door = (struct extent){ phys(pvh_begin), phys(pvh_end) };
	view.kernel =
	    (struct extent){ phys(pvh_host_begin), phys(pvh_host_end) };
	view.image = (struct extent){ phys(pvh_host_begin), phys(pvh_end) };
	view.arena = (struct arena){ arena, phys(arena), BOOT_ARENA, 0 };
	view.warned = 0;
	if (!pvh_parse(&view, start_info))
		end(&view);
	modules_check(&view);
	if (!native_write(&view, &native))
		end(&view);
	return native;
}
