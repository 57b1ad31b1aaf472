/* SPDX-License-Identifier: BSD-2-Clause */
/* What to load, of all that was said. Knows nothing of UEFI. */
#ifndef PLAN_H
#define PLAN_H

#include "boot_view.h"
#include "settings.h"

#define PLAN_PATH 256

struct plan_module {
	char path[PLAN_PATH];
	const char *type, *args; /* as in struct boot_module */
	bool packed;             /* to be left so, if it is */
};

struct plan {
	char kernel[PLAN_PATH];
	uint32_t module_count;
	struct plan_module module[BOOT_MODULES];
	char cmdline[BOOT_STRING]; /* for args_parse() */
};

/*
 * The settings are loader.conf's, then those of the load options. False,
 * and why, naming the setting that is to blame or NULL if all of them are.
 */
struct plan_defect {
	const struct setting *setting;
	const char *why;
};
bool plan_make(
    struct plan *plan, struct settings *settings, struct plan_defect *defect);

#endif
