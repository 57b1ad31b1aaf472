/* SPDX-License-Identifier: BSD-2-Clause */
/* Xen: whether it is there, and what a guest asks of it. */
#include "arch/amd64/xen.h"
#include "arch/amd64/cpu.h"

#define LEAF_FIRST      0x40000000 /* arch-x86/cpuid.h */
#define LEAF_LAST       0x40010000
#define LEAF_STEP       0x100
#define LEAF_TIME       3

#define CONSOLEIO_WRITE 0 /* xen.h */
#define DOMID_SELF      0x7ff0

enum hypercall { /* xen.h */
	XEN_VERSION = 17,
	CONSOLE_IO = 18,
	SCHED_OP = 29,
	EVENT_CHANNEL_OP = 32,
	HVM_OP = 34,
};

#define XENVER_GET_FEATURES 6 /* version.h */
struct xen_feature_info {
	uint32_t submap_idx, submap;
};
#define XENFEAT_DOM0    11 /* features.h */

#define HVMOP_GET_PARAM 1 /* hvm/hvm_op.h */
struct xen_hvm_param {
	uint16_t domid, pad;
	uint32_t index;
	uint64_t value;
};
_Static_assert(sizeof(struct xen_hvm_param) == 16, "Xen's ABI");

#define EVTCHNOP_SEND     4 /* event_channel.h */
#define SCHEDOP_YIELD     0 /* sched.h */
#define SCHEDOP_SHUTDOWN  2
#define SHUTDOWN_POWEROFF 0
#define SHUTDOWN_CRASH    3

static bool amd; /* has vmmcall, not vmcall */

static bool
is_xen(struct cpuid c)
{
	return c.ebx == 0x566e6558 && /* XenV MMXe nVMM */
	    c.ecx == 0x65584d4d && c.edx == 0x4d4d566e;
}

/* Hygon's CPUs are of AMD's design. All others have Intel's instruction. */
static bool
is_amd(void)
{
	switch (cpuid(0).ebx) {
	case 0x68747541: /* AuthenticAMD */
	case 0x6f677948: /* HygonGenuine */
		return true;
	default:
		return false;
	}
}

/*
 * Xen's own leaves come later if it shows Hyper-V's first. The first leaf of a
 * block has in eax the block's last one; after the last block it has anything.
 */
static uint32_t
find_leaf(void)
{
	struct cpuid c;
	uint32_t l;

	for (l = LEAF_FIRST; l < LEAF_LAST; l += LEAF_STEP) {
		c = cpuid(l);
		if (is_xen(c))
			return l;
		if (c.eax - l >= LEAF_STEP)
			break;
	}
	return 0;
}

uint32_t
xen_leaf(void)
{
	static uint32_t leaf;
	static bool asked;

	if (asked)
		return leaf;
	asked = true;
	if (cpu_has_hypervisor()) {
		amd = is_amd();
		leaf = find_leaf();
	}
	return leaf;
}

/* A hypercall, without the page for them. A negative result is an error. */
static int64_t
call(enum hypercall number, uint64_t a, uint64_t b, uint64_t c)
{
	int64_t r = number;

	if (amd)
		__asm__ volatile("vmmcall"
				 : "+a"(r), "+D"(a), "+S"(b), "+d"(c)
				 :
				 : "memory");
	else
		__asm__ volatile("vmcall"
				 : "+a"(r), "+D"(a), "+S"(b), "+d"(c)
				 :
				 : "memory");
	return r;
}

bool
xen_is_dom0(void)
{
	struct xen_feature_info fi = { .submap_idx = 0 };

	return call(XEN_VERSION, XENVER_GET_FEATURES, (uintptr_t)&fi, 0) == 0 &&
	    (fi.submap >> XENFEAT_DOM0 & 1) != 0;
}

uint64_t
xen_tsc_hz(void)
{
	return cpuid(xen_leaf() + LEAF_TIME).ecx * 1000ull;
}

uint64_t
xen_hvm_param(uint32_t index)
{
	struct xen_hvm_param p = { .domid = DOMID_SELF, .index = index };

	if (call(HVM_OP, HVMOP_GET_PARAM, (uintptr_t)&p, 0) != 0)
		return 0;
	return p.value;
}

bool
xen_console_write(const char *s, size_t len)
{
	return call(CONSOLE_IO, CONSOLEIO_WRITE, len, (uintptr_t)s) == 0;
}

void
xen_notify(uint32_t port)
{
	call(EVENT_CHANNEL_OP, EVTCHNOP_SEND, (uintptr_t)&port, 0);
}

void
xen_yield(void)
{
	call(SCHED_OP, SCHEDOP_YIELD, 0, 0);
}

void
xen_shutdown(bool good)
{
	uint32_t reason = good ? SHUTDOWN_POWEROFF : SHUTDOWN_CRASH;

	call(SCHED_OP, SCHEDOP_SHUTDOWN, (uintptr_t)&reason, 0);
}
