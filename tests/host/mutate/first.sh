#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# first.sh kernel|panic|loader|efi: the boots that notice most mutants, as TAP.
# A mutant may hang, so this is short.
product=$1
. tests/lib/tap.sh
[ "$product" != loader ] || KERNEL=$BUILD/loader.elf
. tests/lib/qemu.sh

module=$TMP/module0
boot_module "$module"
case $product in
kernel)
	boots q35 good q35 -M q35 -m 128 -initrd "$module" \
		-append "$BOOT_APPEND"
	boots microvm good microvm -M microvm -m 128 -initrd "$module" \
		-append "$BOOT_APPEND"
	boots two-cpus good two-cpus -M q35 -m 128 -smp 2
	;;
panic)
	boots panic failed panic -M q35 -m 16 -append crash=1
	boots write-text failed panic-text -M q35 -m 16 -append crash=text
	boots run-data failed panic-nx -M q35 -m 16 -append crash=nx
	;;
loader)
	sh boot/pvh/pack.sh "$TMP/kernel.tar" "$BUILD/native.elf" "$module"
	gzip -c "$TMP/kernel.tar" >"$TMP/kernel.tgz"
	boots q35 good q35 -M q35 -m 128 -initrd "$TMP/kernel.tgz" \
		-append "$BOOT_APPEND"
	;;
efi)
	. tests/lib/efi.sh
	printf '%s\n' 'disk_load="YES"' 'disk_name="/boot/module0"' \
		'motd="hello, world"' >"$TMP/loader.conf"
	disk "$TMP/disk.img" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
		"/boot/kernel/kernel=$KERNEL" "/boot/module0=$module" \
		"/boot/loader.conf=$TMP/loader.conf"
	ovmf first "$TMP/disk.img" -M q35 -m 128
	reports first $? <<-END
		loader: efi
		howto: 0x0
		kenv: loader=efi
		kenv: acpi.rsdp=ADDR
		kenv: motd=hello, world
		module: 0 /boot/module0 md_image ADDR $(contents "$module")
		kernel: 0x00200000-KERNEND
		boot: ok
	END
	has_memory first 128
	;;
esac
done_testing
