#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Boots a disk image under UEFI, whose loader has
# to hand over EFI_FB. The whole screen must show the end of the report, in the
# kernel's own font; what OVMF and the loader drew must be gone.
. tests/tap.sh
. tests/firmware.sh
. tests/screen/shot.sh
plan 2

missing=$(firmware_missing efi | sed -n 1p)
for adapter in std ramfb; do
	what="UEFI, $adapter: the screen shows the report's end"
	display="-vga std"
	[ $adapter = std ] || display="-vga none -device $adapter"
	if [ -n "$missing" ]; then
		skip "$what" "$missing"
		continue
	fi
	# shellcheck disable=SC2046,SC2086 # lists of arguments
	screenshot $adapter $(firmware efi "$TMP/vars") -M q35 -m 256 \
		-net none $display -drive "file=$BUILD/image.img,format=raw,snapshot=on"
	shows "$what" "$BUILD/font.bin" 8
done
