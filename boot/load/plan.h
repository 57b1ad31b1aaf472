/* SPDX-License-Identifier: BSD-2-Clause */
/* What is loaded, by the settings. Knows nothing of UEFI. */
#ifndef PLAN_H
#define PLAN_H

#include "freebsd.h"
#include "settings.h"

#define PLAN_PATH 256

struct plan_module {
	char path[PLAN_PATH];
	const char *type, *args; /* as in struct freebsd_module */
	bool packed;             /* to be left compressed */
};

struct plan {
	char kernel[PLAN_PATH];
	uint32_t module_count;
	struct plan_module module[BOOT_MODULES];
	uint32_t setting_count;
	const struct setting *setting[SETTINGS_MAX]; /* for the kenv */
};

/*
 * Makes a plan of loader.conf's settings followed by those of the load options.
 * If it returns false, the defect says why, and names the setting to blame.
 */
struct plan_defect {
	const struct setting *setting;
	const char *why;
};
bool plan_make(
    struct plan *plan, struct settings *settings, struct plan_defect *defect);

#endif
