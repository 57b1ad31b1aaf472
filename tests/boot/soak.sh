#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Boots the kernel N times on a microvm, J at a time. The first report must be
# tests/boot/expect/microvm.txt, all others the same as the first, byte by byte.
# The kernel is copied first, so that a build does no harm.
set -u
. tests/lib/tap.sh
. tests/lib/qemu.sh

cp "$KERNEL" "$TMP/kernel.elf"
KERNEL=$TMP/kernel.elf
boot_module "$TMP/module.bin"
first=$(boots first good microvm -M microvm -m 128 \
	-initrd "$TMP/module.bin" -append "$BOOT_APPEND")
echo "$first"
case $first in not*) exit 1 ;; esac
echo "kernel.elf $(sha256sum "$KERNEL" | cut -c -16)"
exec python3 tests/boot/soak.py "${N:-1000}" "${J:-2}" \
	"$TMP/first.e9" "$TMP/first.com1" "$QEMU" \
	-M microvm -bios qboot.rom -m 128 -kernel "$KERNEL" \
	-initrd "$TMP/module.bin" -append "$BOOT_APPEND"
