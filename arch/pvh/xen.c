/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether this runs under Xen. Source: Xen, public/arch-x86/cpuid.h. */
#include "kit.h"

#define XEN_LEAF_FIRST 0x40000000
#define XEN_LEAF_LAST  0x4000ff00 /* they follow Hyper-V's, if it has both */
#define XEN_LEAF_STEP  0x100

struct cpuid
cpuid(uint32_t leaf)
{
	struct cpuid r;

	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(0));
	return r;
}

bool
xen_present(void)
{
	struct cpuid r;
	uint32_t leaf;

	for (leaf = XEN_LEAF_FIRST; leaf <= XEN_LEAF_LAST;
	     leaf += XEN_LEAF_STEP) {
		r = cpuid(leaf); /* "XenVMMXenVMM" */
		if (r.ebx == 0x566e6558 && r.ecx == 0x65584d4d &&
		    r.edx == 0x4d4d566e)
			return true;
	}
	return false;
}
