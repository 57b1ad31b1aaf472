/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: read_tag, read_information
 * property: no byte but the tag's; what it asks for
 * bound: 40 bytes
 * cbmc: --unwind 10
 */
#define BOOT_MODULES 1
#define MEMMAP_STEPS 1
#include "prove.h"
#include "noted.h"
#include "arch/pvh/multiboot/header.c"

#define SIZE 40

static struct boot_view view;

/* Of the words that a tag of type 1 has, any one. */
static void
prove_information(const struct mb2_request_tag *tag, bool ok)
{
	uint32_t i = nondet_uint32_t();

	if (ok && (tag->flags & 1) == 0 && i < (tag->size - 8) / 4)
		PROVE(tag->word[i] >= 1 && tag->word[i] <= 21, "known");
	if (!ok) {
		PROVE(defect.code == PVH_MULTIBOOT_REQUEST, "one is not");
		PROVE((tag->flags & 1) == 0, "not optional");
		REACHED("unknown information");
	}
}

void
proof(void)
{
	struct multiboot m = { .view = &view };
	struct mb2_request_tag *tag;
	uint32_t size = nondet_uint32_t(), least;
	bool ok;

	ASSUME(size <= SIZE);
	/* As multiboot_read.c proves it: a tag's first words, and its size. */
	tag = malloc(size < 8 ? 8 : size);
	ASSUME(tag->size == size);
	ok = read_tag(&m, tag);
	least = tag->type == 5 ? 20 : tag->type == 4 ? 12 : 8;
	if (size < least) {
		PROVE(!ok && defect.code == PVH_MULTIBOOT_TAG_SIZE &&
			defect.value == size,
		    "its size");
		REACHED("too small");
		return;
	}
	PROVE(m.wants_video == (tag->type == 5), "a frame buffer");
	PROVE(m.align_modules == (tag->type == 6), "pages");
	PROVE(m.tell_base == (tag->type == 10), "where it is");
	if (tag->type == 1) {
		prove_information(tag, ok);
	} else if (!ok) {
		PROVE(tag->type > 10 && (tag->flags & 1) == 0, "unknown");
		PROVE(defect.code == PVH_MULTIBOOT_TAG, "its defect");
		REACHED("unknown");
	} else {
		PROVE(tag->type <= 10 || (tag->flags & 1) != 0, "known");
		REACHED("known");
	}
}
