/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions: none is expected, so each ends the run with a dump. */
#ifndef TRAP_H
#define TRAP_H

#include <stdint.h>

/* What stubs.asm leaves on the stack, lowest address first. */
struct trapframe {
	uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp;
	uint64_t r8, r9, r10, r11, r12, r13, r14, r15;
	uint64_t vector, error;
	uint64_t rip, cs, rflags, rsp, ss;
};
_Static_assert(sizeof(struct trapframe) == 22 * 8, "stubs.asm pushes 22 words");

/*
 * Stack 0 is the one that btext takes, stack n that of IST n: those traps may
 * come when no other stack can be relied on. pmap_init() takes away the first
 * page of each, so that a stack which overflows ends in a double fault.
 */
#define STACK_SIZE 20480 /* that page included; locore.asm has it, too */
enum { STACK_BOOT, STACK_DOUBLE_FAULT, STACK_NMI, STACKS };
extern char stacks[STACKS][STACK_SIZE];

/* Loads the IDT, and a TSS with stacks for the double fault and the NMI. */
void trap_init(void);

_Noreturn void trap(const struct trapframe *tf);

#endif
