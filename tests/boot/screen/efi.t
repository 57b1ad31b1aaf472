#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Boots a disk image under UEFI, whose loader has to hand over EFI_FB. The whole
# screen must show the end of the report, in the kernel's own font; what OVMF
# and the loader drew must be gone.
. tests/lib/tap.sh
. boot/efi/firmware.sh
. tests/lib/shot.sh

missing=$(firmware_missing efi | sed -n 1p)
for adapter in std ramfb second; do
	what="UEFI, $adapter: the screen shows the report's end"
	case $adapter in
	std) display='-vga std' ;;
	ramfb) display='-vga none -device ramfb' ;;
	second) # the firmware's first screen has no linear framebuffer
		display='-vga none -device VGA,addr=5 -device virtio-gpu-pci,addr=2'
		;;
	esac
	if [ -n "$missing" ]; then
		skip "$what" "$missing"
		continue
	fi
	# shellcheck disable=SC2046,SC2086 # lists of arguments
	screenshot $adapter $(firmware efi "$TMP/vars") -M q35 -m 256 \
		-net none $display -drive "file=$BUILD/image.img,format=raw,snapshot=on"
	shows "$what" "$BUILD/font.bin" 8
done
done_testing
