/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A Limine kernel that asks for the other CPUs: each of them, sent to
 * cpu_entry, says its IDs and checks its state as the boot CPU does. -DX2APIC
 * asks for x2APIC.
 */
#include "kernel.h"

#ifdef X2APIC
#define FLAGS 1
#else
#define FLAGS 0
#endif

struct cpu {
	uint32_t processor_id, lapic_id;
	uint64_t reserved;
	volatile uint64_t goto_address;
	volatile uint64_t extra_argument;
};

void kmain(uint64_t stack, uint64_t registers, uint64_t which, uint64_t flags);
void cpu_main(
    uint64_t stack, uint64_t registers, struct cpu *cpu, uint64_t flags);
void cpu_entry(void);

static volatile uint64_t revision[] WHERE = { BASE_TAG, REVISION };
volatile uint64_t hhdm_request[] WHERE = { MAGIC, 0x48dcf1cb8ad2b852,
	0x63984e959a98244b, 0, 0 };
volatile uint64_t map_request[] WHERE = { MAGIC, 0x67cf3d9d378a806f,
	0xe304acdfc50c3c62, 0, 0 };
static volatile uint64_t mp_request[] WHERE = { MAGIC, 0x95a67b819a1b857e,
	0xa0b61b723b6a73e0, 0, 0, FLAGS };

/* What the boot CPU has in MTRRs, for the others to compare. */
static uint64_t mtrrs;

const uint64_t *
response(const volatile uint64_t *request)
{
	return (const uint64_t *)request[RESPONSE];
}

static uint64_t
msr(uint32_t number)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
	return (uint64_t)high << 32 | low;
}

/* A sum of all MTRRs, the type and the pairs and the fixed ones. */
static uint64_t
mtrr_sum(void)
{
	uint64_t sum = msr(0x2ff);
	uint32_t i;

	for (i = 0; i < 2 * (msr(0xfe) & 0xff); i++)
		sum = sum * 31 + msr(0x200 + i);
	sum = (sum * 31 + msr(0x250)) * 31 + msr(0x258) + msr(0x259);
	for (i = 0x268; i < 0x270; i++)
		sum = sum * 31 + msr(i);
	return sum;
}

/* This CPU's ID, as its own APIC says; in the mode that the response says. */
static uint32_t
own_id(bool x2)
{
	const uint64_t base = msr(0x1b);
	uint32_t a = 1, b, c = 0, d;

	claim((base & 0xc00) == (x2 ? 0xc00 : 0x800), "the APIC's mode");
	if (x2)
		return (uint32_t)msr(0x802);
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return b >> 24;
}

void
cpu_main(uint64_t stack, uint64_t registers, struct cpu *cpu, uint64_t flags)
{
	const uint64_t *r = response(mp_request);
	uint64_t cr0;

	put("cpu: processor ");
	put_decimal(cpu->processor_id);
	put(", APIC ID ");
	put_decimal(cpu->lapic_id);
	put("\n");
	claim(registers == 0, "all registers but rdi are 0");
	claim((flags & 0x600) == 0, "IF and DF");
	claim(own_id((r[1] & 1) != 0) == cpu->lapic_id, "its ID");
	claim((msr(0x1b) & 0x100) == 0, "it is not the boot CPU");
	claim(mtrr_sum() == mtrrs, "its MTRRs are the boot CPU's");
	__asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
	claim((cr0 & 0x60000000) == 0, "cr0: CD, NW");
	check_machine(stack);
	cpu->extra_argument = stack;
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* Sends a CPU off, and waits until it is done. */
static void
send(struct cpu *cpu)
{
	cpu->goto_address = (uint64_t)cpu_entry;
	while (cpu->extra_argument == 0)
		__asm__ volatile("pause");
}

void
kmain(uint64_t stack, uint64_t registers, uint64_t which, uint64_t flags)
{
	const uint64_t *r = response(mp_request);
	struct cpu **cpus;
	uint64_t i, j;

	claim(revision[2] == 0 && which == 0 && registers == 0, "loaded");
	claim((flags & 0x600) == 0, "IF and DF");
	claim(r != NULL, "there is a response");
	if (r == NULL)
		end();
	mtrrs = mtrr_sum();
	line("page 0x9e000",
	    *(const uint64_t *)(response(hhdm_request)[1] + 0x9e000));
	cpus = (struct cpu **)r[3];
	put("cpus: ");
	put_decimal(r[2]);
	put((r[1] & 1) != 0 ? ", x2APIC\n" : ", xAPIC\n");
	claim(type_of((uint64_t)r) == RECLAIM && r[0] == 0, "the response");
	claim(own_id((r[1] & 1) != 0) == r[1] >> 32, "the boot CPU's ID");
	for (i = 0; i < r[2]; i++) {
		claim(type_of((uint64_t)cpus[i]) == RECLAIM, "its memory");
		claim(cpus[i]->goto_address == 0, "goto_address is 0");
		if (cpus[i]->lapic_id == r[1] >> 32) {
			put("boot cpu: processor ");
			put_decimal(cpus[i]->processor_id);
			put(", APIC ID ");
			put_decimal(cpus[i]->lapic_id);
			put("\n");
			cpus[i]->extra_argument = stack;
			continue;
		}
		send(cpus[i]);
		for (j = 0; j < i; j++)
			claim(cpus[j]->extra_argument - 0x10000 >=
				    cpus[i]->extra_argument ||
				cpus[i]->extra_argument - 0x10000 >=
				    cpus[j]->extra_argument,
			    "stacks of 64 KiB each");
	}
	check_machine(stack);
	end();
}
