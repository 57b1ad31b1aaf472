#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
FIRMWARE=bios
. tests/boot/grub/boots.sh
. tests/lib/shot.sh

# A BIOS and GRUB leave VGA in text mode, and the kernel finds that.
grub_iso <"$TMP/full"
screenshot screen -M q35 -m 128 -net none -cdrom "$TMP/iso"
shows "bios: the screen shows the report's end" "$VGA_FONT" 9
done_testing
