/* SPDX-License-Identifier: BSD-2-Clause */
/* A CPU under a Xen that the test plays: CPUID, hypercalls, the time. */
#ifndef FAKE_XEN_H
#define FAKE_XEN_H

#include <stdbool.h>
#include <stdint.h>

#define AMD      0x68747541 /* "Auth", "Hygo" and so on: leaf 0, ebx */
#define HYGON    0x6f677948
#define INTEL    0x756e6547
#define CENTAUR  0x746e6543
#define SHANGHAI 0x68532020

extern struct fake_xen {
	uint32_t vendor;
	uint32_t leaf;      /* the first of Xen's leaves; 0: there is no Xen */
	uint32_t span;      /* to the last of Hyper-V's; 0: there are 5 */
	bool hypervisor;    /* what leaf 1 says, if there is no Xen */
	uint32_t tsc_khz;   /* as Xen tells it */
	uint64_t tsc, tick; /* the time, and what each look at it takes */

	/* What Xen does. */
	int64_t (*call)(uint64_t number, uint64_t a, uint64_t b, uint64_t c);

	/* What was executed. */
	uint32_t vmmcalls, vmcalls, rdtscs;
} fake_xen;

/*
 * Runs a test in a process of its own, where nothing has been asked of Xen yet.
 * The test uses need() in place of cmocka's functions.
 */
void fake_xen_runs(void (*test)(void));
#define need(holds) ((holds) ? (void)0 : fake_xen_fails(#holds, __LINE__))
_Noreturn void fake_xen_fails(const char *what, int line);

#endif
