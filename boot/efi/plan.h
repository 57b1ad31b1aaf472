/* SPDX-License-Identifier: BSD-2-Clause */
/* What is loaded, by the settings. Knows nothing of UEFI. */
#ifndef PLAN_H
#define PLAN_H

#include "boot_view.h"
#include "settings.h"

#define PLAN_PATH 256

struct plan_module {
	char path[PLAN_PATH];
	const char *type, *args; /* as in struct boot_module */
	bool packed;             /* to be left compressed */
};

struct plan {
	char kernel[PLAN_PATH];
	uint32_t module_count;
	struct plan_module module[BOOT_MODULES];
	char cmdline[BOOT_STRING]; /* for args_parse() */
};

/*
 * Makes a plan of loader.conf's settings followed by those of the load options.
 * If it returns false, the defect says why, and names the setting to blame, or
 * NULL if it is all of them together.
 */
struct plan_defect {
	const struct setting *setting;
	const char *why;
};
bool plan_make(
    struct plan *plan, struct settings *settings, struct plan_defect *defect);

#endif
