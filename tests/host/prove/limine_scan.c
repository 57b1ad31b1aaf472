/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: limine_scan
 * property: stays in the image, and so does each request
 * bound: 72 bytes
 * cbmc: --unwind 17
 */
#include "prove.h"
#include "arch/pvh/limine/native_defect.h"
#include "arch/pvh/limine/scan.c"

#define MOST 72

static struct boot_view view;
static struct limine_kernel kernel;
static struct limine l;
static char *image;

/* As format.c has it: size bytes, and no byte more. */
void *
pvh_at(const struct boot_view *v, uint64_t paddr, uint64_t size)
{
	PROVE(v == &view && paddr == kernel.paddr && size == kernel.size,
	    "the image");
	return image;
}

void
pvh_warn(struct boot_view *v, enum pvh_code code, uint32_t i, uint64_t value)
{
	PROVE(v == &view && i == 0, "a warning");
	PROVE(code == PVH_LIMINE_NONE ||
		(value >= kernel.paddr && value - kernel.paddr < kernel.size),
	    "its address is in the image");
}

bool
pvh_defect(struct boot_view *v, enum pvh_code code, uint32_t i, uint64_t value)
{
	PROVE(v == &view && i == 0, "a defect");
	PROVE(code != PVH_LIMINE_REVISION || value > 3, "a revision");
	return false;
}

void
proof(void)
{
	uint32_t kind = nondet_uint32_t();
	uint64_t at;
	bool good;

	kernel.size = nondet_uint64_t();
	kernel.paddr = nondet_uint64_t();
	ASSUME(kernel.size % 8 == 0 && kernel.size > 0 && kernel.size <= MOST);
	ASSUME(kernel.paddr <= UINT64_MAX - MOST && kind < LIMINE_KINDS);
	image = malloc(kernel.size);
	l.view = &view;
	l.kernel = &kernel;
	good = limine_scan(&l);
	if (l.request[kind] != NULL) {
		at = (uint64_t)((char *)l.request[kind] - image);
		PROVE(at % 8 == 0 && at < kernel.size, "aligned");
		PROVE(kernel.size - at >= size_of(l.request[kind], kind),
		    "all of it is there");
		PROVE(kind_of(l.request[kind]) == kind, "of its kind");
		REACHED("a request");
	} else if (good) {
		PROVE(l.revision <= 3, "a known revision");
		REACHED("no request of that kind");
	} else {
		REACHED("refused");
	}
}
