/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pvh-check: an input is a kernel's file; what gzip packed is the bytes behind
 * gzip's magic, as target gzip has zlib. Every row has an answer and, if it is
 * not a yes, a rule and a value; a yes of a loader that PVH enters has its
 * entry in a segment.
 */
#include <string.h>
#include "boot/check/row.h"
#include "fuzz.h"
#include "guest.h"

/* Rows of loaders that enter a kernel at e_entry come last. */
#define PVH_ROWS 10

static void
check_row(const struct image *f, const struct row *row, uint32_t i)
{
	if (i < PVH_ROWS && row->answer == ANSWER_YES) {
		if (row_names[i].unpacks && f->inside != NULL)
			f = f->inside;
		CHECK(image_covers(f, row->entry));
		CHECK(row->rule == RULE_NONE && row->value[0] == '\0');
	}
	if (row->answer == ANSWER_YES)
		return;
	CHECK(row->rule > RULE_NONE && row->rule < RULES);
	CHECK(row->value[0] != '\0' && strlen(row->value) < ROW_VALUE);
	CHECK(rule_named(rule_texts[row->rule].id) == row->rule);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image image, inside;
	struct row row;
	uint32_t i;

	image_open(&image, data, size);
	if (size >= 2 && data[0] == 0x1f && data[1] == 0x8b) {
		image_open(&inside, data + 2, size - 2);
		image.inside = &inside;
	}
	for (i = 0; i < ROW_COUNT; i++) {
		row = row_make(&row_names[i], &image);
		check_row(&image, &row, i);
	}
	return 0;
}
