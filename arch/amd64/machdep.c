/* SPDX-License-Identifier: BSD-2-Clause */
/* hammer_time: the boot order. */
#include "arch/amd64/cons.h"
#include "arch/amd64/crash.h"
#include "arch/amd64/pmap.h"
#include "arch/amd64/power.h"
#include "arch/amd64/trap.h"
#include "kern/boot.h"
#include "kern/fill.h"
#include "kern/machine.h"
#include "kern/panic.h"
#include "kern/printf.h"
#include "kern/report.h"

_Noreturn void hammer_time(uint32_t modulep, uint32_t kernend);

static struct boot boot;

/* The metadata has to be in what was loaded after the kernel. */
static void
locate(uint32_t modulep, uint32_t kernend)
{
	uint64_t start = kernel_paddr(kernel_end);

	if (kernend < start || kernend > LOAD_LIMIT)
		panic("kernend 0x%x is not between the kernel and 1 GiB",
		    kernend);
	if (modulep < start || modulep >= kernend)
		panic("modulep 0x%x is not between the kernel and kernend 0x%x",
		    modulep, kernend);
	boot.preload = (struct preload){
		.base = (const unsigned char *)KERNBASE,
		.start = start,
		.end = kernend,
		.modulep = modulep,
	};
}

/* Entered from locore.asm. Both are physical addresses. */
_Noreturn void
hammer_time(uint32_t modulep, uint32_t kernend)
{
	cons_init();                /* something to print on */
	trap_init();                /* a dump, should this fail */
	locate(modulep, kernend);   /* the metadata */
	boot_init(&boot);           /* kernel, kenv, map, howto */
	report_loader(&boot);       /* who booted us, and how */
	report_memory(&boot);       /* what there is to map */
	pmap_init(&boot);           /* our own page tables */
	power_init(&boot);          /* how the run can end */
	cons_attach(&boot);         /* the screen, Xen's console */
	report_modules(&boot);      /* what came with us */
	report_acpi(&boot);         /* what the firmware says */
	report_kernel(&boot);       /* where we are */
	fill_if_asked(&boot.kenv);  /* much output, if asked */
	crash_if_asked(&boot.kenv); /* a trap, if asked */
	printf("boot: ok\n");
	power_off(true);
}
