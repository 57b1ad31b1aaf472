#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the kit costs: bytes, and the instructions from the PVH entry to the
# first one of btext, which QEMU logs one by one. The boot is on q35, with 128
# MiB, one module and a command line of 60 bytes.
set -eu
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
. tests/lib/step.sh
kernel=$BUILD/kernel.elf
tmp=$BUILD/bench
mkdir -p "$tmp"

cmdline='-v console=comconsole vfs.root.mountfrom=ufs:/dev/md0 kern=1'
head -c 10000 /dev/zero >"$tmp/module.bin"

symbol() { # NAME: its address, 16 hex digits
	nm "$kernel" | awk -v n="$1" '$3 == n { print $1 }'
}
size() { # FILE SECTION: the bytes of all sections of that name and below it
	bytes=0
	for hex in $(readelf -SW "$1" | sed 's/^ *\[ *[0-9]*\]//' |
		awk -v n="$2" '$1 == n || index($1, n ".") == 1 { print $5 }'); do
		bytes=$((bytes + 0x$hex))
	done
	echo $bytes
}

# QEMU logs a line for each instruction executed in these ranges. The entry
# runs at its physical address, all C at its virtual one.
low=0x$(symbol pvh_begin | sed 's/^ffffffff8/0/')
status=0
# shellcheck disable=SC2086,SC2154 # words, of step.sh
"$QEMU" -M q35 -m 128 -display none -no-reboot -serial null \
	-device isa-debug-exit,iobase=0xf4,iosize=4 \
	$step -d exec,nochain -D "$tmp/log" \
	-dfilter "$low+0x10000,0x$(symbol kernel_start)+0x1000000" \
	-kernel "$kernel" -initrd "$tmp/module.bin" -append "$cmdline" || status=$?
[ "$status" = 33 ] || {
	echo "bench: the boot ended with status $status" >&2
	exit 1
}

printf '%d bytes of command line, %d of module\n\n' \
	"${#cmdline}" "$(wc -c <"$tmp/module.bin")"
awk -v btext="$(symbol btext)" '
	!/^Trace/ { # Stopped: the last line was not executed, and comes again
		if (/^Stopped/) { if (pc ~ /^00000000/) nasm--; else c-- }
		next
	}
	{ split($0, field, "[][/]"); pc = field[3] }
	pc == btext { reached = 1; exit }
	pc ~ /^00000000/ { nasm++; next }
	{ c++ }
	END {
		if (!reached) { print "bench: btext was not reached"; exit 1 }
		printf "%-34s %7d   aim  45\n", "instructions in NASM", nasm
		printf "%-34s %7d\n", "instructions in C", c
		printf "%-34s %7d   aim  2000\n", "instructions in all", nasm + c
	}' "$tmp/log"

# The sum of the files' .rodata: the linked section has padding as well.
object=$BUILD/arch/pvh/pvh.o
tables=$((6 * 4096))
rodata=0
for part in "$BUILD"/arch/pvh/*.c.o "$BUILD"/arch/pvh/freebsd/*.c.o "$BUILD"/arch/pvh/*.asm.o; do
	rodata=$((rodata + $(size "$part" .rodata)))
done
printf '%-34s %7d   aim  6144\n' 'bytes of code' "$(size "$object" .pvh.text)"
printf '%-34s %7d\n' 'bytes of page tables' $tables
printf '%-34s %7d\n' 'bytes of other data, messages' $((rodata - tables))
printf '%-34s %7d\n' 'bytes of padding between these' \
	$(($(size "$object" .pvh.rodata) - rodata))
printf '%-34s %7d\n' 'bytes of bss, stack and arena' "$(size "$kernel" .pvh.bss)"
printf '%-34s %7d\n' 'bytes that the kit adds to the file' \
	$(($(size "$kernel" .pvh) - $(size "$kernel" .pvh.bss) + $(size "$kernel" .note.Xen)))
