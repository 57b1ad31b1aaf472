/* SPDX-License-Identifier: BSD-2-Clause */
/* Defects and warnings are noted, not printed. */
#ifndef NOTED_H
#define NOTED_H

#include "kit.h"

/* The last defect and the last warning; the code is PVH_OK if there is none. */
static struct pvh_defect defect, warning;

bool
pvh_defect(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	(void)view;
	defect = (struct pvh_defect){ code, index, value };
	return false;
}

void
pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	(void)view;
	warning = (struct pvh_defect){ code, index, value };
}

/* Whether a defect or warning has this code, index and value. */
#define NOTED(d, c, i, v) \
	((d).code == (c) && (d).index == (i) && (d).value == (v))

#endif
