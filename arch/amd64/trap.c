/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions: the tables that the CPU needs, and the dump. */
#include "arch/amd64/trap.h"
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "kern/machine.h"
#include "kern/printf.h"

#define VECTORS        32
#define STUB_SIZE      16
#define NMI            2
#define DOUBLE_FAULT   8

#define GDT_CODE       0x08 /* as locore.asm lays them out */
#define GDT_TSS        0x18

#define GATE_INTERRUPT 0x8e /* present, ring 0 */
#define TSS_AVAILABLE  0x89

struct gate {
	uint16_t offset0;
	uint16_t selector;
	uint8_t ist, type;
	uint16_t offset16;
	uint32_t offset32, zero;
};
_Static_assert(sizeof(struct gate) == 16, "long mode gates have 16 bytes");

struct tss {
	uint32_t reserved0;
	uint64_t rsp[3];
	uint64_t reserved1;
	uint64_t ist[7]; /* IST 1 comes first */
	uint64_t reserved2;
	uint16_t reserved3, iomap;
} __attribute__((packed));
_Static_assert(sizeof(struct tss) == 104, "the TSS is packed");

extern uint64_t gdt[];          /* locore.asm */
extern const char trap_stubs[]; /* stubs.asm */

static struct gate idt[VECTORS];
static struct tss tss;

char stacks[STACKS][STACK_SIZE] __attribute__((aligned(4096)));

static const char *const names[VECTORS] = {
	[0] = "divide error",
	[1] = "debug",
	[NMI] = "NMI",
	[3] = "breakpoint",
	[4] = "overflow",
	[5] = "bound range",
	[6] = "invalid opcode",
	[7] = "device not available",
	[DOUBLE_FAULT] = "double fault",
	[10] = "invalid TSS",
	[11] = "segment not present",
	[12] = "stack fault",
	[13] = "general protection",
	[14] = "page fault",
	[16] = "x87 error",
	[17] = "alignment check",
	[18] = "machine check",
	[19] = "SIMD error",
	[20] = "virtualization",
	[21] = "control protection",
	[28] = "hypervisor injection",
	[29] = "VMM communication",
	[30] = "security",
};

static void
set_gate(unsigned vector, uint8_t ist)
{
	uint64_t stub = (uintptr_t)trap_stubs + vector * STUB_SIZE;

	idt[vector] = (struct gate){
		.offset0 = (uint16_t)stub,
		.selector = GDT_CODE,
		.ist = ist,
		.type = GATE_INTERRUPT,
		.offset16 = (uint16_t)(stub >> 16),
		.offset32 = (uint32_t)(stub >> 32),
	};
}

void
trap_init(void)
{
	uint64_t base = (uintptr_t)&tss;
	unsigned v;

	for (v = STACK_DOUBLE_FAULT; v < STACKS; v++) /* they grow down */
		tss.ist[v - 1] = (uintptr_t)stacks[v + 1];
	tss.iomap = sizeof(tss);
	gdt[GDT_TSS / 8] = (sizeof(tss) - 1) | (base & 0xffffff) << 16 |
	    (uint64_t)TSS_AVAILABLE << 40 | (base >> 24 & 0xff) << 56;
	gdt[GDT_TSS / 8 + 1] = base >> 32;

	for (v = 0; v < VECTORS; v++)
		set_gate(v, 0);
	set_gate(DOUBLE_FAULT, STACK_DOUBLE_FAULT);
	set_gate(NMI, STACK_NMI);
	load_idt(idt, sizeof(idt));
	load_task_register(GDT_TSS);
}

static void
dump(const struct trapframe *tf, const char *name)
{
	printf("trap: %lu %s, error 0x%lx\n", tf->vector, name, tf->error);
	printf("trap: rip %016lx cr2 %016lx rflags %08lx\n", tf->rip,
	    read_cr2(), tf->rflags);
	printf("trap: rsp %016lx cs %04lx ss %04lx\n", tf->rsp, tf->cs, tf->ss);
	printf("trap: rax %016lx rbx %016lx rcx %016lx\n", tf->rax, tf->rbx,
	    tf->rcx);
	printf("trap: rdx %016lx rsi %016lx rdi %016lx\n", tf->rdx, tf->rsi,
	    tf->rdi);
	printf("trap: rbp %016lx r8  %016lx r9  %016lx\n", tf->rbp, tf->r8,
	    tf->r9);
	printf("trap: r10 %016lx r11 %016lx r12 %016lx\n", tf->r10, tf->r11,
	    tf->r12);
	printf("trap: r13 %016lx r14 %016lx r15 %016lx\n", tf->r13, tf->r14,
	    tf->r15);
}

_Noreturn void
trap(const struct trapframe *tf)
{
	static unsigned depth; /* a trap in this function has to end, too */
	const char *name = "reserved";

	if (names[tf->vector] != NULL)
		name = names[tf->vector];
	switch (depth++) {
	case 0:
		dump(tf, name);
		printf("boot: failed: trap %lu, %s\n", tf->vector, name);
		break;
	case 1:
		cons_fall_back(); /* the trap may come from the console */
		printf("\nboot: failed: trap %lu inside a trap\n", tf->vector);
		break;
	}
	power_off(false);
}
