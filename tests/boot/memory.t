#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Where the initrd lies: below 1 GiB it stays, above it is moved, and its
# bytes are the same afterwards.
. tests/tap.sh
. tests/boot/qemu.sh
plan 6

module=$TMP/module.bin
yes 'QEMU puts an initrd at the end of low memory' | head -c 1000003 >"$module"
crc=$(gzip -c "$module" | tail -c 8 | od -An -tx4 -N4 | tr -d ' ')

for size in 2560 4096; do
	for machine in pc q35; do
		boots $machine-$size good $machine-$size -M $machine -m $size \
			-initrd "$module"
	done
	check "$size: the initrd arrives whole" grep -q \
		"^module: 0 module0 md_image 0x3ff0b000 1000003 crc32=$crc" \
		"$TMP/q35-$size.com1"
done
