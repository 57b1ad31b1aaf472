#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The same kernels without the kit under GRUB, on a BIOS: what another writer of
# both versions hands over.
# shellcheck disable=SC2034 # grub_iso uses them
FIRMWARE=bios
. tests/boot/grub/judge.sh
. tests/boot/multiboot/kernels.sh
needs_grub

MB_FILTER=$MB_GRUB
files="$MB/mb1.elf $MB/mb2.elf $mb_module"
for version in 1 2; do
	case $version in
	1) command=multiboot module=module ;;
	2) command=multiboot2 module=module2 ;;
	esac
	grub_iso <<-END
		$command /boot/mb$version.elf -v root=x
		$module /boot/module.bin two "words of it"
		$module /boot/module.bin
		boot
	END
	# shellcheck disable=SC2046 # a list of arguments
	qemu grub-$version $(firmware bios "$TMP/vars") -nic none -M q35 -m 128 \
		-drive "file=$TMP/iso,format=raw,media=cdrom"
	status=$?
	sed -i -n '/^multiboot: /,$p' "$boot.com1"
	mb_judged "GRUB, version $version" $status grub-$version
done
done_testing
