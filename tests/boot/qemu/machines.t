#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every machine that QEMU has for PVH: pc and q35 go through SeaBIOS and its
# option ROM, microvm through qboot.
. tests/lib/tap.sh
. tests/lib/qemu.sh

module=$TMP/module.bin
boot_module "$module"

for machine in pc q35 microvm; do
	boots $machine good $machine -M $machine -m 128 \
		-initrd "$module" -append "$BOOT_APPEND"
done
# Without module and command line.
boots bare good bare -M q35 -m 16
boots two-cpus good two-cpus -M q35 -m 128 -smp 2

# With more CPUs only ACPI's table of them changes, by 8 bytes for each.
THROUGH='s/^(acpi: APIC ADDR) [0-9]+/\1 SIZE/'
apic() { # FILE: the size of that table
	sed -n 's/^acpi: APIC [^ ]* \([0-9]*\).*/\1/p' "$1"
}
for machine in pc q35 microvm; do
	for cpus in 2 8 64 255; do
		boots "$machine-smp-$cpus" good $machine -M $machine -m 128 \
			-initrd "$module" -append "$BOOT_APPEND" -smp $cpus
		check "$machine: ACPI has $cpus CPUs" test "$(apic "$boot.com1")" = \
			$(($(apic tests/boot/expect/$machine.txt) + 8 * (cpus - 1)))
	done
done
THROUGH=

# The kernel of the other toolchain reports the same.
KERNEL=$BUILD/clang/kernel.elf
boots clang good q35 -M q35 -m 128 -initrd "$module" -append "$BOOT_APPEND"
done_testing
