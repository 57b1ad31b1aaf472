#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# VGA's text mode: the screen of a PC with a BIOS shows the report.
. tests/lib/tap.sh
. tests/lib/shot.sh

KERNEL=${KERNEL:-$BUILD/kernel.elf}

for machine in pc q35; do
	screenshot $machine -M $machine -m 128 -kernel "$KERNEL" \
		-append '-v motd="hello, world"'
	shows "$machine: the screen shows the report's end" "$VGA_FONT" 9
done
screenshot cirrus -M pc -m 128 -vga cirrus -kernel "$KERNEL"
shows "Cirrus's VGA, too" "$VGA_FONT" 9

# A failure is on the screen, too.
screenshot panic -M q35 -m 128 -kernel "$KERNEL" -append crash=1
shows "a trap is on the screen" "$VGA_FONT" 9

screenshot none -M q35 -m 128 -vga none -kernel "$KERNEL"
check "no VGA: the boot is as good" grep -q '^boot: ok$' "$boot.e9"
done_testing
