/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "fake_xen.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

struct fake_xen fake_xen;

/* gcc's, in a build that counts lines. */
__attribute__((weak)) void __gcov_dump(void);

static _Noreturn void
leave(int status)
{
	if (__gcov_dump != NULL)
		__gcov_dump();
	_exit(status);
}

_Noreturn void
fake_xen_fails(const char *what, int line)
{
	fprintf(stderr, "# line %d: %s\n", line, what);
	leave(1);
}

/*
 * Before Xen's leaves are Hyper-V's, and then, as after them, some that look
 * like Xen's but for four letters.
 */
static void
cpuid(greg_t *r)
{
	const uint32_t leaf = (uint32_t)r[REG_RAX];
	const uint32_t first = fake_xen.leaf;
	uint32_t a = 0, b = 0, c = 0, d = 0;

	if (leaf == 0) {
		b = fake_xen.vendor;
	} else if (leaf == 1) {
		c = first != 0 || fake_xen.hypervisor ? 0x80000000 : 0x7fffffff;
	} else if (first != 0 && leaf == first) {
		a = first + 4;
		b = 0x566e6558;
		c = 0x65584d4d;
		d = 0x4d4d566e;
	} else if (first != 0 && leaf == first + 1) {
		a = 4 << 16 | 17;
	} else if (first != 0 && leaf == first + 3) {
		c = fake_xen.tsc_khz;
	} else if (leaf == 0x40000000) {
		a = leaf + (fake_xen.span != 0 ? fake_xen.span : 5);
		b = 0x7263694d; /* Micr osof t Hv */
		c = 0x666f736f;
		d = 0x76482074;
	} else if (leaf >> 28 == 4 && (leaf & 0xff) == 0) {
		a = leaf + 4;
		b = leaf % 0x300 == 0 ? 0 : 0x566e6558;
		c = leaf % 0x300 == 0x100 ? 0 : 0x65584d4d;
		d = leaf % 0x300 == 0x200 ? 0 : 0x4d4d566e;
	}
	r[REG_RAX] = a;
	r[REG_RBX] = b;
	r[REG_RCX] = c;
	r[REG_RDX] = d;
}

static void
on_invalid(int number, siginfo_t *info, void *context)
{
	greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
	const unsigned char *code = (const unsigned char *)r[REG_RIP];

	(void)info;
	if (code[0] != 0x0f || code[1] != 0x0b || code[2] > 4) {
		signal(number, SIG_DFL);
		return;
	}
	r[REG_RIP] += 3;
	if (code[2] == 1) {
		cpuid(r);
	} else if (code[2] == 4) {
		fake_xen.rdtscs++;
		fake_xen.tsc += fake_xen.tick;
		r[REG_RAX] = (greg_t)(fake_xen.tsc & 0xffffffff);
		r[REG_RDX] = (greg_t)(fake_xen.tsc >> 32);
	} else {
		fake_xen.vmmcalls += code[2] == 2;
		fake_xen.vmcalls += code[2] == 3;
		r[REG_RAX] =
		    fake_xen.call((uint64_t)r[REG_RAX], (uint64_t)r[REG_RDI],
			(uint64_t)r[REG_RSI], (uint64_t)r[REG_RDX]);
	}
}

void
fake_xen_runs(void (*test)(void))
{
	const struct sigaction action = { .sa_sigaction = on_invalid,
		.sa_flags = SA_SIGINFO | SA_NODEFER };
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		sigaction(SIGILL, &action, NULL);
		alarm(60);
		test();
		leave(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}
