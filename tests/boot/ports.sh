#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# ports.sh [QEMU-ARGUMENTS...]: what of the kernel's work leaves the guest: how
# many in, out and cpuid instructions it executes from btext to the end of a
# good boot on q35. QEMU logs each of them; a string instruction counts once.
set -eu
export LC_ALL=C
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
KERNEL=${KERNEL:-$BUILD/kernel.elf}
. tests/lib/step.sh
tmp=$BUILD/ports
mkdir -p "$tmp"

# The address and the kind of each, in the kernel's code and not in the kit's.
text=$(nm "$KERNEL" | awk '
	$3 == "kernel_start" { print "--start-address=0x" $1 }
	$3 == "etext" { print "--stop-address=0x" $1 }')
# shellcheck disable=SC2086 # words
objdump -d --no-show-raw-insn $text "$KERNEL" | awk '
	{ sub(":", "", $1); rep = $2 ~ /^rep/; kind = rep ? $3 : $2 }
	kind ~ /^out/ { print $1, "out", rep }
	kind ~ /^ins?[bwl]?$/ { print $1, "in", rep }
	kind == "cpuid" { print $1, "cpuid", rep }' >"$tmp/places"

status=0
# shellcheck disable=SC2086,SC2154 # words, of step.sh
timeout -k 5 "${BOOT_SECONDS:-120}" "$QEMU" -M q35 -m 128 -display none \
	-no-reboot -serial null -debugcon "file:$tmp/e9" \
	-device isa-debug-exit,iobase=0xf4,iosize=4 \
	$step -d exec,nochain -D "$tmp/log" \
	-dfilter "$(sed 's/ .*/+1/; s/^/0x/' "$tmp/places" | paste -sd,)" \
	-kernel "$KERNEL" "$@" || status=$?
[ $status = 33 ] || {
	echo "ports: the boot ended with status $status" >&2
	exit 1
}

# After a line that was logged, but not executed, comes "Stopped", and then the
# same line again; a string instruction has a line for each of its bytes.
awk '
	NR == FNR { kind[$1] = $2; rep[$1] = $3; next }
	/^Stopped/ { count[kind[pc]]--; pc = "" }
	!/^Trace/ { next }
	{ last = pc; split($0, field, "[][/]"); pc = field[3] }
	pc != last || !rep[pc] { count[kind[pc]]++ }
	END {
		split("out in cpuid", name)
		for (i = 1; i <= 3; i++)
			print name[i], count[name[i]] + 0
	}' "$tmp/places" "$tmp/log"
