/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: multiboot_read1, multiboot_read2
 * property: each tag is all in the header, up to the end
 * bound: 56 bytes
 * stub: read_tag:any_tag
 * cbmc: --unwind 8
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/multiboot/header.c"

#define SIZE 56

static struct boot_view view;
static struct multiboot_kernel kernel;
static uint32_t next; /* where the next tag begins */
static bool refused;  /* one */

/* As multiboot_tag.c proves it. */
bool
any_tag(struct multiboot *m, const struct mb2_request_tag *tag)
{
	const uint32_t length = ((const uint32_t *)kernel.header)[2];

	PROVE((const char *)tag == kernel.header + next, "side by side");
	PROVE(next % 8 == 0 && next + tag->size <= length, "in the header");
	PROVE(!refused && __CPROVER_r_ok(tag, tag->size), "all of it");
	refused = tag->size < 8 || nondet_bool();
	next += (tag->size + 7) / 8 * 8;
	m->screen = tag->type;
	return !refused;
}

static void
prove_1(struct multiboot *m, const uint32_t *h)
{
	if (!multiboot_read1(m)) {
		PROVE(defect.code == PVH_MULTIBOOT_FLAG
			? (h[1] & 0xfff8) != 0 && defect.value == h[1]
			: defect.code == PVH_MULTIBOOT_CUT &&
			    defect.value > kernel.header_size,
		    "a defect");
		REACHED("refused 1");
		return;
	}
	PROVE((h[1] & 0xfff8) == 0, "no bit that is unknown");
	PROVE(m->align_modules == ((h[1] & 1) != 0), "pages");
	PROVE(IMPLIES(m->wants_video, (h[1] & 4) != 0 && h[8] == 0), "mode");
	REACHED("read 1");
}

static void
prove_2(struct multiboot *m, const uint32_t *h)
{
	next = 16;
	if (!multiboot_read2(m)) {
		PROVE(refused || defect.code == PVH_MULTIBOOT_CUT ||
			defect.code == PVH_MULTIBOOT_TAG_SIZE ||
			defect.code == PVH_MULTIBOOT_END,
		    "a defect");
		PROVE((defect.code == PVH_MULTIBOOT_CUT) ==
			(h[2] > kernel.header_size),
		    "cut");
		REACHED("refused 2");
		return;
	}
	PROVE(h[2] <= kernel.header_size && !refused, "its length");
	PROVE(next >= 24 && m->screen == 0, "up to the end");
	REACHED("read 2");
}

void
proof(void)
{
	struct multiboot m;

	kernel.header_size = nondet_uint32_t();
	ASSUME(kernel.header_size <= SIZE);
	kernel.header = malloc(kernel.header_size);
	m.view = &view;
	m.kernel = &kernel;
	/* As multiboot_find.c proves it. */
	if (nondet_bool()) {
		ASSUME(kernel.header_size >= 12);
		prove_1(&m, (const uint32_t *)kernel.header);
	} else {
		ASSUME(kernel.header_size >= 16);
		prove_2(&m, (const uint32_t *)kernel.header);
	}
}
