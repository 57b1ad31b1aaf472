/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a run. What can tell a good run from a failed one comes first: the
 * port of QEMU's isa-debug-exit, and Xen. Then ACPI powers the machine off. A
 * VMM that offers none of these may have a port for it; and the last resort is
 * a reset, which some have as their only end.
 */
#include "arch/amd64/power.h"
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/xen.h"
#include "kern/boot.h"
#include "kern/fadt.h"
#include "kern/machine.h"

/* QEMU leaves with status 2 * value + 1: 33 or 35. */
#define DEBUG_EXIT      0xf4
#define DEBUG_EXIT_GOOD 0x10
#define DEBUG_EXIT_BAD  0x11

/* Cloud Hypervisor's and alioth's sleep control register. */
#define VMM_SLEEP     0x600
#define VMM_SLEEP_OFF 0x34 /* SLP_TYPx 5, SLP_EN */

/* The keyboard controller's reset ends Firecracker and libkrun. */
#define I8042_COMMAND 0x64
#define I8042_RESET   0xfe

/* QEMU has this on all its machines. A reset would start it again. */
#define FW_CFG_SELECT    0x510
#define FW_CFG_DATA      0x511
#define FW_CFG_SIGNATURE 0

static struct fadt_register acpi[FADT_REGISTERS];
static unsigned acpi_count;
static volatile uint8_t *acpi_memory; /* of a register that is no port */
static bool searched;

void
power_init(const struct boot *boot)
{
	uint64_t paddr;

	if (xen_leaf() != 0)
		return;
	acpi_count = fadt_power_off(boot_rsdp(boot), acpi);
	searched = true;
	if (acpi_count == 0 || acpi[0].kind != FADT_SLEEP_MEMORY)
		return;
	paddr = acpi[0].address;
	if (physmap_ram(&boot->map, paddr, paddr) == 0)
		acpi_memory = pmap_map(paddr, 1);
	if (acpi_memory == NULL)
		acpi_count = 0;
}

static void
power_off_by_acpi(void)
{
	unsigned i;

	for (i = 0; i < acpi_count; i++) {
		uint16_t port = (uint16_t)acpi[i].address;

		switch (acpi[i].kind) {
		case FADT_PM1_PORT:
			outw(
			    port, (inw(port) & ~FADT_PM1_MASK) | acpi[i].value);
			break;
		case FADT_SLEEP_PORT:
			outb(port, (uint8_t)acpi[i].value);
			break;
		case FADT_SLEEP_MEMORY:
			*acpi_memory = (uint8_t)acpi[i].value;
			break;
		}
	}
}

static bool
is_qemu(void)
{
	const char *s;

	outw(FW_CFG_SELECT, FW_CFG_SIGNATURE);
	for (s = "QEMU"; *s != '\0'; s++)
		if (inb(FW_CFG_DATA) != (uint8_t)*s)
			return false;
	return true;
}

static void
power_off_by_vmm(void)
{
	outb(VMM_SLEEP, VMM_SLEEP_OFF);
	if (!is_qemu())
		outb(I8042_COMMAND, I8042_RESET);
}

/*
 * The port is written before Xen is asked: for a dom0 it ends QEMU, and in a
 * domU nothing is there. Where ACPI has a way nothing else is tried: a machine
 * may take a moment to go, and must not be reset meanwhile.
 */
_Noreturn void
power_off(bool good)
{
	cons_flush();
	outb(DEBUG_EXIT, good ? DEBUG_EXIT_GOOD : DEBUG_EXIT_BAD);
	if (xen_leaf() != 0)
		xen_shutdown(good);
	else if (acpi_count > 0)
		power_off_by_acpi();
	else if (searched && cpu_has_hypervisor())
		power_off_by_vmm();
	for (;;)
		halt();
}
