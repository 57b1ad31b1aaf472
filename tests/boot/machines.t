#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every machine that QEMU has for PVH: pc and q35 go through SeaBIOS and its
# option ROM, microvm through qboot.
. tests/tap.sh
. tests/boot/qemu.sh
plan 8

args='-v vfs.root.mountfrom=ufs:/dev/md0 "motd=hello, world" boot_single=YES'
module=$TMP/module.bin
yes 'a module of a size that is no multiple of a page' | head -c 300001 >"$module"

for machine in pc q35 microvm; do
	boots $machine good $machine -M $machine -m 128 \
		-initrd "$module" -append "$args"
done
# Nothing handed over but the machine itself.
boots bare good bare -M q35 -m 16
boots two-cpus good two-cpus -M q35 -m 128 -smp 2
# A dead serial port costs nothing but its output.
qemu no-uart -kernel "$KERNEL" -M q35 -m 16 -serial none
check "no-uart: good" test "$(verdict $?)" = good
normalised "$TMP/no-uart.e9" >"$TMP/no-uart.txt"
same "no-uart: all on 0xE9" tests/expect/bare.txt "$TMP/no-uart.txt"
# The kernel of the other toolchain says the same.
KERNEL=$BUILD/clang/kernel.elf
boots clang good q35 -M q35 -m 128 -initrd "$module" -append "$args"
