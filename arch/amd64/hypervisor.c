/* SPDX-License-Identifier: BSD-2-Clause */
/* Which hypervisor this is, by the CPUID leaves that are set aside for it. */
#include "kern/machine.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"
#include "kern/printf.h"
#include "kern/string.h"

#define LEAF_FIRST 0x40000000
#define SIGNATURE  12

static const struct {
	char signature[SIGNATURE + 1];
	const char *name;
} known[] = {
	{ "KVMKVMKVM", "KVM" }, /* and three NULs */
	{ "TCGTCGTCGTCG", "TCG" },
	{ "Microsoft Hv", "Hyper-V" },
	{ "VMwareVMware", "VMware" },
	{ "bhyve bhyve ", "bhyve" },
};

static void
read_signature(uint32_t leaf, char *sig)
{
	struct cpuid c = cpuid(leaf);

	memcpy(sig, &c.ebx, 4);
	memcpy(sig + 4, &c.ecx, 4);
	memcpy(sig + 8, &c.edx, 4);
}

void
hypervisor_print(void)
{
	char sig[SIGNATURE + 1] = { 0 };
	uint32_t version;
	unsigned i;

	if (!cpu_has_hypervisor()) {
		printf("none");
		return;
	}
	if (xen_leaf() != 0) {
		version = cpuid(xen_leaf() + 1).eax;
		printf("Xen %u.%u", version >> 16, version & 0xffff);
		return;
	}
	read_signature(LEAF_FIRST, sig);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (memcmp(sig, known[i].signature, SIGNATURE) == 0) {
			printf("%s", known[i].name);
			return;
		}
	printf_text(text_bounded(sig, sizeof(sig)));
}

const char *
hypervisor_domain(void)
{
	if (xen_leaf() == 0)
		return NULL;
	return xen_is_dom0() ? "dom0" : "domU";
}
