/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot report: the loader, the modules, the kernel. */
#include "kern/report.h"
#include "kern/crc32.h"
#include "kern/howto.h"
#include "kern/machine.h"
#include "kern/printf.h"

static void
report_kenv(const struct kenv *kenv)
{
	struct kenv_entry e = { .next = 0 };
	bool any = false;

	for (; kenv_next(kenv, &e); any = true) {
		printf("kenv: ");
		printf_text(e.name);
		printf("=");
		printf_text(e.value);
		printf("\n");
	}
	if (!any)
		printf("kenv: none\n");
}

void
report_loader(const struct boot *boot)
{
	struct text loader = text_bounded("unknown", 7);
	const char *domain = hypervisor_domain();
	char name[32];

	kenv_lookup(&boot->kenv, "loader", &loader);
	printf("loader: ");
	printf_text(loader);
	hypervisor_name(name, sizeof(name));
	printf("\nhypervisor: ");
	printf_text(text_bounded(name, sizeof(name)));
	if (domain)
		printf("\nxen: %s", domain);
	printf("\nhowto: ");
	howto_print(boot->howto);
	printf("\n");
	report_kenv(&boot->kenv);
}

static void
report_contents(uint64_t addr, uint64_t size)
{
	const void *data = NULL;

	if (addr < LOAD_LIMIT && size <= LOAD_LIMIT - addr)
		data = pmap_map(addr, size);
	printf(" 0x%lx %lu ", addr, size);
	if (data)
		printf("crc32=%08x", crc32(data, size));
	else
		printf("unreadable");
}

static void
print_or_dash(struct text t)
{
	printf_text(t.len ? t : text_bounded("-", 1));
}

static void
report_module(const struct boot_file *f, unsigned n)
{
	printf("module: %u ", n);
	print_or_dash(f->name);
	printf(" ");
	print_or_dash(f->type);
	if (f->is_placed)
		report_contents(f->addr, f->size);
	else
		printf(" without address or size");
	if (f->args.len) {
		printf(" ");
		printf_text(f->args);
	}
	printf("\n");
}

void
report_modules(const struct boot *boot)
{
	struct boot_file f = { 0 };
	unsigned n = 0;

	while (boot_next_file(boot, &f)) {
		if (!f.is_kernel)
			report_module(&f, n++);
	}
	if (!n)
		printf("module: none\n");
}

void
report_kernel(const struct boot *boot)
{
	printf("kernel: 0x%08lx-0x%08lx\n", boot->start, boot->kernend - 1);
}
