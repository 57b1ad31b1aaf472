/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Included before all else in files whose instructions a test plays: in their
 * place stands one that is invalid, and a number, for fake_xen.c. The kernel's
 * printf() is not the host's.
 */
#define printf(...)  kernel_printf(__VA_ARGS__)
#define vprintf(...) kernel_vprintf(__VA_ARGS__)

__asm__(".macro cpuid\n"
	"ud2\n"
	".byte 1\n"
	".endm\n"
	".macro vmmcall\n"
	"ud2\n"
	".byte 2\n"
	".endm\n"
	".macro vmcall\n"
	"ud2\n"
	".byte 3\n"
	".endm\n"
	".macro rdtsc\n"
	"ud2\n"
	".byte 4\n"
	".endm\n");
