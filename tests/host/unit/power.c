/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a run: which ports and registers the kernel writes, in order. */
#include "unit.h"

/* In place of cpu.h: each step is a word of the trace. */
#define CPU_H
static void outb(uint16_t port, uint8_t value);
static void outw(uint16_t port, uint16_t value);
static uint8_t inb(uint16_t port);
static uint16_t inw(uint16_t port);
static bool cpu_has_hypervisor(void);
_Noreturn static void halt(void);
#include "arch/amd64/power.c"

#define SLEEP_AT 0x3007

static struct {
	bool hypervisor, qemu, ram;
	uint32_t xen;
	unsigned count;
	struct fadt_register reg[FADT_REGISTERS];
} machine;

static char trace[256];
static jmp_buf halted;
static unsigned char sleep_register;

static void
add(const char *what, unsigned port, unsigned value)
{
	size_t len = strlen(trace);

	snprintf(
	    trace + len, sizeof(trace) - len, "%s%x=%x ", what, port, value);
}

static void
outb(uint16_t port, uint8_t value)
{
	add("", port, value);
}

static void
outw(uint16_t port, uint16_t value)
{
	add("w", port, value);
}

static uint8_t
inb(uint16_t port)
{
	static unsigned at;

	assert_int_equal(port, FW_CFG_DATA);
	return machine.qemu ? (uint8_t) "QEMU"[at++ % 4] : 0xff;
}

static uint16_t
inw(uint16_t port)
{
	return port == 0x604 ? 0xfc01 : 0x0003;
}

static bool
cpu_has_hypervisor(void)
{
	return machine.hypervisor;
}

_Noreturn static void
halt(void)
{
	longjmp(halted, 1);
}

void
cons_flush(void)
{
	strcat(trace, "flush ");
}

uint32_t
xen_leaf(void)
{
	return machine.xen;
}

void
xen_shutdown(bool good)
{
	strcat(trace, good ? "xen-off " : "xen-crash ");
}

uint64_t
boot_rsdp(const struct boot *boot)
{
	(void)boot;
	return 0x1000;
}

unsigned
fadt_power_off(uint64_t rsdp, struct fadt_register reg[FADT_REGISTERS])
{
	assert_int_equal(rsdp, 0x1000);
	memcpy(reg, machine.reg, sizeof(machine.reg));
	return machine.count;
}

uint64_t
physmap_ram(const struct physmap *mm, uint64_t first, uint64_t last)
{
	(void)mm;
	assert_true(first == SLEEP_AT && last == SLEEP_AT);
	return machine.ram ? 1 : 0;
}

void *
pmap_map(uint64_t paddr, uint64_t len)
{
	assert_int_equal(paddr, SLEEP_AT);
	assert_int_equal(len, 1);
	return &sleep_register;
}

/* What a run does at its end, with and without power_init() before. */
static const char *
end(bool good, bool early)
{
	static const struct boot boot;

	acpi_count = 0;
	acpi_memory = NULL;
	searched = false;
	sleep_register = 0;
	trace[0] = '\0';
	if (!early)
		power_init(&boot);
	if (setjmp(halted) == 0)
		power_off(good);
	return trace;
}

static int
new_vm(void **state)
{
	(void)state;
	memset(&machine, 0, sizeof(machine));
	machine.hypervisor = true;
	return 0;
}
#define VM(test) cmocka_unit_test_setup(test, new_vm)

static void
without_acpi_vmms_have_ports(void **state)
{
	(void)state;
	assert_string_equal(
	    end(true, false), "flush f4=10 600=34 w510=0 64=fe ");
	assert_string_equal(
	    end(false, false), "flush f4=11 600=34 w510=0 64=fe ");
}

static void
qemu_is_not_started_again(void **state)
{
	(void)state;
	machine.qemu = true;
	assert_string_equal(end(true, false), "flush f4=10 600=34 w510=0 ");
}

static void
neither_is_a_real_machine_nor_one_of_which_nothing_is_known(void **state)
{
	(void)state;
	assert_string_equal(end(false, true), "flush f4=11 ");
	machine.hypervisor = false;
	assert_string_equal(end(true, false), "flush f4=10 ");
}

static void
xen_is_told_how_it_went_and_nothing_else_is_done(void **state)
{
	(void)state;
	machine.xen = 0x40000100;
	machine.count = 1;
	machine.reg[0] = (struct fadt_register){ FADT_PM1_PORT, 0x604, 0x2000 };
	assert_string_equal(end(true, false), "flush f4=10 xen-off ");
	assert_string_equal(end(false, false), "flush f4=11 xen-crash ");
	assert_string_equal(end(false, true), "flush f4=11 xen-crash ");
}

/* Only the fields for it change. */
static void
acpi_is_enough(void **state)
{
	(void)state;
	machine.count = 1;
	machine.reg[0] = (struct fadt_register){ FADT_PM1_PORT, 0x604, 0x3400 };
	machine.reg[1] = (struct fadt_register){ FADT_PM1_PORT, 0x804, 0x2c00 };
	assert_string_equal(end(true, false), "flush f4=10 w604=f401 ");
	machine.count = 2;
	machine.hypervisor = false;
	assert_string_equal(
	    end(true, false), "flush f4=10 w604=f401 w804=2c03 ");
	assert_string_equal(end(true, true), "flush f4=10 ");
	machine.count = 1;
	machine.reg[0] = (struct fadt_register){ FADT_SLEEP_PORT, 0x600, 0x24 };
	assert_string_equal(end(true, false), "flush f4=10 600=24 ");
}

static void
a_register_in_memory_is_no_ram(void **state)
{
	(void)state;
	machine.count = 1;
	machine.reg[0] =
	    (struct fadt_register){ FADT_SLEEP_MEMORY, SLEEP_AT, 0x34 };
	assert_string_equal(end(true, false), "flush f4=10 ");
	assert_int_equal(sleep_register, 0x34);
	machine.ram = true;
	machine.qemu = true;
	assert_string_equal(end(true, false), "flush f4=10 600=34 w510=0 ");
	assert_int_equal(sleep_register, 0);
}

static const struct CMUnitTest tests[] = {
	VM(without_acpi_vmms_have_ports),
	VM(qemu_is_not_started_again),
	VM(neither_is_a_real_machine_nor_one_of_which_nothing_is_known),
	VM(xen_is_told_how_it_went_and_nothing_else_is_done),
	VM(acpi_is_enough),
	VM(a_register_in_memory_is_no_ram),
};

MAIN("power")
