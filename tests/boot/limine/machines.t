#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Limine kernels with the kit linked in, of each base revision: they check all
# that they are handed, and print it.
. tests/lib/tap.sh
. tests/boot/limine/limine.sh

boot_module "$TMP/module"
for built in "$BUILD/limine" "$BUILD/clang/limine"; do
	for n in 0 1 2 3 requested; do
		KERNEL=$built/limine-pvh-$n.elf
		limine_boots "$(basename "$(dirname "$built")")-$n" good \
			"microvm-$n" -M microvm -m 128 -append 'some words'
	done
done

for machine in pc q35; do
	for n in 0 3; do
		KERNEL=$BUILD/limine/limine-pvh-$n.elf
		limine_boots "$machine-$n" good "$machine-$n" -M $machine \
			-m 128 -initrd "$TMP/module"
	done
done

# RAM above 4 GiB; the least; processors without NX, with pages of 1 GiB, with
# five levels of page tables, and with neither PAT nor NX.
for n in 0 1 3; do
	KERNEL=$BUILD/limine/limine-pvh-$n.elf
	limine_boots "6-gib-$n" good "6-gib-$n" -M q35 -m 6144
	limine_boots "no-nx-$n" good "microvm-$n" -M microvm -m 128 \
		-cpu qemu64,-nx,-pat -append 'some words'
	limine_boots "max-$n" good "max-$n" -M q35 -m 6144 -cpu max,la57=on
done
KERNEL=$BUILD/limine/limine-pvh-3.elf
limine_boots 64-mib good 64-mib -M q35 -m 64
limine_boots no-acpi good no-acpi -M microvm,acpi=off,rtc=off -m 128

# What is wrong with a kernel, in one line.
for bad in twice revision levels entry stack required internal; do
	KERNEL=$BUILD/limine/limine-pvh-bad-$bad.elf
	limine_boots "bad-$bad" failed "bad-$bad" -M microvm -m 128
done
KERNEL=$BUILD/limine/limine-pvh-bad-cut.elf
limine_boots bad-cut good bad-cut -M microvm -m 128
KERNEL=$BUILD/limine/limine-pvh-3.elf
limine_boots little good little -M microvm -m 3
done_testing
