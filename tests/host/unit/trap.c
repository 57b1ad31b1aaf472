/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables for traps, read as a CPU reads them, and the dump. */
#include "unit.h"
#define CPU_H
#define printf  kern_printf
#define vprintf kern_vprintf

static const void *idt_at;
static uint16_t idt_size, task_register;

static void
load_idt(const void *table, uint16_t size)
{
	idt_at = table;
	idt_size = size;
}

static void
load_task_register(uint16_t selector)
{
	task_register = selector;
}

static uint64_t
read_cr2(void)
{
	return 0xcafe000000000000;
}

#include "arch/amd64/trap.c"
#undef printf

uint64_t gdt[5];
const char trap_stubs[32 * 16];

static char text[2048];
static unsigned fall_backs;
static jmp_buf ended;

void
kern_printf(const char *format, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + len, sizeof(text) - len, format, args);
	va_end(args);
}

void
cons_fall_back(void)
{
	fall_backs++;
}

_Noreturn void
power_off(bool good)
{
	assert_false(good);
	longjmp(ended, 1);
}

/* Bytes of a table, the lowest first. */
static uint64_t
number(const void *table, size_t at, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)table + at;
	uint64_t value = 0;

	while (size-- > 0)
		value = value << 8 | bytes[size];
	return value;
}

/* 64-bit gates, TSS and its descriptor: Intel's manual, volume 3. */
static void
the_tables_are_as_a_cpu_reads_them(void **state)
{
	const unsigned char *gate, *task = (const unsigned char *)&gdt[3];
	const void *tss_at;
	unsigned v, i;

	(void)state;
	memset(gdt, 0x5a, sizeof(gdt));
	trap_init();
	assert_int_equal(idt_size, 32 * 16);
	for (v = 0; v < 32; v++) {
		gate = (const unsigned char *)idt_at + v * 16;
		assert_int_equal(number(gate, 0, 2) | number(gate, 6, 2) << 16 |
			number(gate, 8, 4) << 32,
		    (uintptr_t)trap_stubs + v * 16);
		assert_int_equal(number(gate, 2, 2), 8);
		assert_int_equal(gate[4], v == 8 ? 1 : v == 2 ? 2 : 0);
		assert_int_equal(gate[5], 0x8e);
		assert_int_equal(number(gate, 12, 4), 0);
	}

	assert_int_equal(task_register, 0x18);
	for (i = 0; i < 3; i++)
		assert_int_equal(gdt[i], 0x5a5a5a5a5a5a5a5a);
	assert_int_equal(number(task, 0, 2), 103);
	assert_int_equal(task[5], 0x89);
	assert_int_equal(task[6], 0);
	assert_int_equal(number(task, 12, 4), 0);
	tss_at = (const void *)(number(task, 2, 3) | number(task, 7, 1) << 24 |
	    number(task, 8, 4) << 32);
	assert_ptr_equal(tss_at, &tss);
	assert_int_equal(number(tss_at, 36, 8), (uintptr_t)stacks[2]);
	assert_int_equal(number(tss_at, 44, 8), (uintptr_t)stacks[3]);
	for (i = 52; i < 92; i++)
		assert_int_equal(number(tss_at, i, 1), 0);
	assert_int_equal(number(tss_at, 102, 2), 104);
}

/* A vector that has no name. */
static const struct trapframe frame = { 0x1, 0x20, 0x300, 0x4000, 0x50000,
	0x600000, 0x7000000, 0x80000000, 0x900000000, 0xa000000000,
	0xb0000000000, 0xc00000000000, 0xd000000000000, 0xe0000000000000,
	0xf00000000000000, 9, 0x123, 0x1122334455667788, 8, 0x46,
	0x8877665544332211, 0x10 };

static void
traps(void)
{
	text[0] = '\0';
	if (setjmp(ended) == 0)
		trap(&frame);
}

/* One in the dump is told apart, and one in that ends in silence. */
static void
a_trap_ends_the_run(void **state)
{
	(void)state;
	traps();
	assert_string_equal(text,
	    "trap: 9 reserved, error 0x123\n"
	    "trap: rip 1122334455667788 cr2 cafe000000000000 rflags 00000046\n"
	    "trap: rsp 8877665544332211 cs 0008 ss 0010\n"
	    "trap: rax 0000000000000001 rbx 0000000000000020 "
	    "rcx 0000000000000300\n"
	    "trap: rdx 0000000000004000 rsi 0000000000050000 "
	    "rdi 0000000000600000\n"
	    "trap: rbp 0000000007000000 r8  0000000080000000 "
	    "r9  0000000900000000\n"
	    "trap: r10 000000a000000000 r11 00000b0000000000 "
	    "r12 0000c00000000000\n"
	    "trap: r13 000d000000000000 r14 00e0000000000000 "
	    "r15 0f00000000000000\n"
	    "boot: failed: trap 9, reserved\n");
	assert_int_equal(fall_backs, 0);
	traps();
	assert_string_equal(text, "\nboot: failed: trap 9 inside a trap\n");
	assert_int_equal(fall_backs, 1);
	traps();
	assert_string_equal(text, "");
	assert_int_equal(fall_backs, 1);
}

static const struct CMUnitTest tests[] = {
	PLAIN(the_tables_are_as_a_cpu_reads_them),
	PLAIN(a_trap_ends_the_run),
};

MAIN("trap")
