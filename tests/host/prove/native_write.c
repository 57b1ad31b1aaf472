/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: native_write
 * property: FreeBSD's stages in order; what btext gets
 * bound: none
 */
#define BOOT_MODULES   1
#define BOOT_VARIABLES 1
#define MEMMAP_STEPS   1
#include "prove.h"
#include "arch/pvh/freebsd/native.c"

static struct boot_view view;
static uint64_t modulep, kernend;
static unsigned stage;
static bool failed;

static bool
answer(const struct freebsd *bsd, unsigned number)
{
	PROVE(bsd->view == &view && !failed && stage == number, "in order");
	stage++;
	failed = nondet_bool();
	return !failed;
}

bool
names_read(struct freebsd *bsd)
{
	PROVE(bsd->record_count == 0 && bsd->loader[7] == 'p' &&
		bsd->kernel_name[0] == 'k',
	    "what the kit says of itself");
	return answer(bsd, 0);
}

bool
settle_modules(struct freebsd *bsd)
{
	kernend = bsd->kernend = nondet_uint64_t();
	return answer(bsd, 1);
}

bool
args_parse(struct freebsd *bsd)
{
	return answer(bsd, 2);
}

bool
preload_write(struct freebsd *bsd)
{
	modulep = bsd->modulep = nondet_uint64_t();
	return answer(bsd, 3);
}

void
proof(void)
{
	struct native_args native;

	if (native_write(&view, &native)) {
		PROVE(!failed && stage == 4, "all of them");
		PROVE(native.first == modulep && native.second == kernend,
		    "modulep and kernend");
		REACHED("written");
	} else {
		PROVE(failed, "one has failed");
		REACHED("failed");
	}
}
