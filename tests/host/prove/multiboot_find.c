/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: multiboot_find
 * property: a sound header, all inside; or none
 * bound: 32 bytes
 * cbmc: --unwind 10
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow" /* the sum */
#include "arch/pvh/multiboot/find.c"
#pragma CPROVER check pop

#define SIZE 32

static struct boot_view view;

void
proof(void)
{
	uint64_t size = nondet_uint64_t(), at, words;
	uint32_t version = nondet_uint32_t();
	struct multiboot_kernel kernel = { 0 };
	const char *bytes;
	const uint32_t *h;

	ASSUME(size <= SIZE && (version == 1 || version == 2));
	bytes = malloc(size);
	if (!multiboot_find(&view, version, bytes, size, &kernel)) {
		PROVE(kernel.header == NULL && kernel.version == 0 &&
			kernel.header_size == 0,
		    "nothing is set");
		if (warning.code == PVH_OK)
			REACHED("none");
		else
			REACHED("a wrong sum");
		return;
	}
	at = kernel.header - bytes;
	words = version == 1 ? 3 : 4;
	PROVE(kernel.version == version, "its version");
	PROVE(at <= size && kernel.header_size == size - at &&
		kernel.header_size >= 4 * words,
	    "all that follows it");
	PROVE(at % (version == 1 ? 4 : 8) == 0, "its alignment");
	h = (const uint32_t *)kernel.header;
	PROVE(h[0] == (version == 1 ? 0x1badb002 : 0xe85250d6), "its magic");
	PROVE(version == 1 || h[1] == 0, "its architecture");
	REACHED("found");
}
