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

static void
report_howto(uint32_t howto)
{
	const char *name;
	uint32_t bit;

	printf("howto: 0x%x", howto);
	for (bit = 1; bit != 0; bit <<= 1) {
		name = howto_name(bit);
		if ((howto & bit) != 0 && name != NULL)
			printf(" %s", name);
	}
	printf("\n");
}

void
report_loader(const struct boot *boot)
{
	struct text loader = text_bounded("unknown", 7);
	const char *domain = hypervisor_domain();

	kenv_lookup(&boot->kenv, "loader", &loader);
	printf("loader: ");
	printf_text(loader);
	printf("\nhypervisor: ");
	hypervisor_print();
	printf("\n");
	if (domain != NULL)
		printf("xen: %s\n", domain);
	report_howto(boot->howto);
	report_kenv(&boot->kenv);
}

static void
report_contents(uint64_t addr, uint64_t size)
{
	const void *data = NULL;

	if (addr < LOAD_LIMIT && size <= LOAD_LIMIT - addr)
		data = pmap_map(addr, size);
	printf(" 0x%lx %lu ", addr, size);
	if (data != NULL)
		printf("crc32=%08x", crc32(data, size));
	else
		printf("unreadable");
}

static void
print_or_dash(struct text t)
{
	printf_text(t.len > 0 ? t : text_bounded("-", 1));
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
	if (f->args.len > 0) {
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

	while (boot_next_file(boot, &f))
		if (!f.is_kernel)
			report_module(&f, n++);
	if (n == 0)
		printf("module: none\n");
}

void
report_kernel(const struct boot *boot)
{
	printf("kernel: 0x%08lx-0x%08lx\n", boot->start, boot->kernend - 1);
}
