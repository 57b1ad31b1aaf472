/* SPDX-License-Identifier: BSD-2-Clause */
/* efi_main(), which gnu-efi's start-up code calls: the order of things. */
#include "conf.h"
#include "loader.h"
#include "plan.h"
#include "words.h"

#define CONF "/boot/loader.conf"

static struct settings settings;
static struct plan plan;
static struct boot_view view;
static struct freebsd bsd = { .view = &view };
static struct efi_fb fb;
static uint64_t system_table;

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

static void
left_out(uint32_t line, const char *why)
{
	say("loader: %s: line %u: %s, left out\n", CONF, line, why);
}

/* Reads loader.conf, which need not exist, and the load options. */
static EFI_STATUS
configure(void)
{
	struct file file = { .path = CONF };
	struct plan_defect defect;
	char *options = system_options();
	EFI_STATUS status;

	if (!file_exists(CONF)) {
		say("loader: %s: none, going on without it\n", CONF);
	} else {
		status = file_read(&file);
		if (status != EFI_SUCCESS)
			return status;
		conf_read(&settings, file.data, file.size, left_out);
	}
	if (options == NULL || !words_read(&settings, options))
		return fail(EFI_OUT_OF_RESOURCES, "load options",
		    "no room for so many words");
	if (plan_make(&plan, &settings, &defect))
		return EFI_SUCCESS;
	if (defect.setting->line == 0)
		return fail(EFI_LOAD_ERROR, "load options", "%s: %s",
		    defect.setting->name, defect.why);
	return fail(EFI_LOAD_ERROR, CONF, "line %u: %s: %s",
	    defect.setting->line, defect.setting->name, defect.why);
}

static EFI_STATUS
load_modules(void)
{
	struct plan_module *m;
	struct file file;
	EFI_STATUS status;
	uint32_t i;

	for (i = 0; i < plan.module_count; i++) {
		m = &plan.module[i];
		file = (struct file){
			.path = m->path, .packed = m->packed, .part = true
		};
		status = file_read(&file);
		if (status != EFI_SUCCESS)
			return status;
		say("loader: %s: %lu bytes, at 0x%lx, %s\n", m->path, file.size,
		    part_last()->to, m->type);
		view.module[i] =
		    (struct boot_module){ part_last()->to, file.size, NULL, i };
		bsd.module[i] =
		    (struct freebsd_module){ m->path, m->type, m->args };
	}
	view.module_count = plan.module_count;
	return EFI_SUCCESS;
}

static void
add_record(uint32_t type, uint32_t size, const void *data)
{
	bsd.record[bsd.record_count++] =
	    (struct freebsd_record){ type, size, data };
}

/* The settings that are left: variables, and words of command lines. */
static bool
fill_kenv(void)
{
	const struct setting *s;
	uint32_t i;

	if (!args_open(&bsd))
		return false;
	for (i = 0; i < plan.setting_count; i++) {
		s = plan.setting[i];
		if (s->name != NULL ? !args_set(&bsd, s->name, s->value)
				    : !args_word(&bsd, s->value, s->at))
			return false;
	}
	args_close(&bsd);
	return true;
}

/* The boot view, and what FreeBSD adds to it; the arena is the last part. */
static EFI_STATUS
look(const struct elf_image *image)
{
	const struct part *part;
	EFI_STATUS status;

	status = part_after("metadata", BOOT_ARENA + 2 * map_room(), HEADROOM);
	if (status != EFI_SUCCESS)
		return status;
	part = part_last();
	bsd.kernel_name = plan.kernel;
	view.kernel = (struct extent){ image->start, image->end };
	view.image = view.kernel;
	bsd.kernend = parts_end();
	bsd.loader = "loader=efi";
	view.rsdp = system_rsdp();
	view.arena = (struct arena){ (char *)part->from, part->to,
		part->size - sizeof(struct word), 0 };
	memmap_clear(&view.map);
	system_table = (uint64_t)loader_system;
	add_record(MODINFOMD_FW_HANDLE, sizeof(system_table), &system_table);
	if (system_framebuffer(&fb))
		add_record(MODINFOMD_EFI_FB, sizeof(fb), &fb);
	if (!fill_kenv())
		return fail(EFI_OUT_OF_RESOURCES, "kenv",
		    "no room for variable %u", view.defect.index);
	return EFI_SUCCESS;
}

static EFI_STATUS
boot(void)
{
	struct elf_image image;
	EFI_STATUS status;

	status = system_check();
	if (status == EFI_SUCCESS)
		status = volume_open();
	if (status == EFI_SUCCESS)
		status = configure();
	if (status == EFI_SUCCESS)
		status = kernel_load(&image, plan.kernel);
	if (status == EFI_SUCCESS)
		status = load_modules();
	if (status == EFI_SUCCESS)
		status = look(&image);
	if (status == EFI_SUCCESS)
		status = enter_prepare();
	if (status == EFI_SUCCESS)
		status = enter(image.entry, &bsd);
	return status;
}

EFI_STATUS
efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	EFI_STATUS status;

	loader_image = image;
	loader_system = system;
	/*
	 * The firmware resets the machine five minutes after it has started a
	 * program, which is too early when modules are large.
	 */
	BOOT->SetWatchdogTimer(0, 0, 0, NULL);
	status = boot();
	pages_free_all();
	if (!system_in_shell())
		wait_for_key();
	return status;
}
