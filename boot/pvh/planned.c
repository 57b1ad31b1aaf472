/* SPDX-License-Identifier: BSD-2-Clause */
/* What an archive's loader.conf asks for. */
#include "conf.h"
#include "loader.h"

static struct settings settings;
static struct plan plan;

static void
left_out(uint32_t line, const char *why)
{
	refuse_not(CONF, "line %u: %s, left out", line, why);
}

/* Reads a copy of the text: that is changed, and needs a byte more. */
static void
read_conf(struct loader *loader, struct bytes conf)
{
	struct plan_defect defect;
	uint64_t paddr;
	char *text = NULL;

	if (conf.size < BOOT_ARENA)
		text = pvh_take(loader->view, conf.size + 1, &paddr);
	if (text == NULL)
		refuse(CONF, "no room for its %lu bytes", conf.size);
	physmem_copy(text, conf.at, conf.size);
	conf_read(&settings, text, conf.size, left_out);
	if (!plan_make(&plan, &settings, &defect))
		refuse(CONF, "line %u: %s: %s", defect.setting->line,
		    defect.setting->name, defect.why);
}

void
planned_read(struct loader *loader, struct bytes archive, struct bytes conf)
{
	const struct plan_module *m;

	read_conf(loader, conf);
	loader->name = plan.kernel;
	loader->kernel = archive_file(loader, archive, plan.kernel, false);
	loader->words = line_of_plan(loader, &plan);
	for (m = plan.module; m < plan.module + plan.module_count; m++)
		archive_add(loader,
		    archive_file(loader, archive, m->path, m->packed),
		    line_of_module(loader, m));
}
