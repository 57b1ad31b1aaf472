#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A Limine kernel with the kit's room video: the response has the frame buffer,
# in the mode that the command line names.
. tests/lib/tap.sh
. tests/lib/qemu.sh

KERNEL=$BUILD/limine-video/limine-pvh-3.elf
cat >"$TMP/800x600" <<'END'
frame buffer: 1, revision: 0x1
frame buffer: pitch: 0xc80
frame buffer: width: 0x320
frame buffer: height: 0x258
frame buffer: bits, RGB: 0x10020
frame buffer: red, green: 0x8081008
frame buffer: blue: 0x8
boot: ok
END
printf '%s\n' 'frame buffer: none' 'boot: ok' >"$TMP/none"

# A test: what the kernel says of the frame buffer, and that all claims hold.
shows() { # NAME TRANSCRIPT QEMU-ARGUMENTS...
	shows_name=$1 shows_transcript=$2
	shift 2
	qemu "$shows_name" -kernel "$KERNEL" -m 128 -append video=800x600 "$@"
	grep -aE '^(frame buffer|broken|boot): [^:]*(:[^:]*)?$' "$boot.e9" |
		grep -av ' at: ' >"$TMP/$shows_name"
	same "$shows_name" "$TMP/$shows_transcript" "$TMP/$shows_name"
}

shows vga 800x600 -M q35
shows bochs-display 800x600 -M q35 -vga none -device bochs-display
shows ramfb 800x600 -M microvm -device ramfb
shows no-device none -M q35 -vga none
done_testing
