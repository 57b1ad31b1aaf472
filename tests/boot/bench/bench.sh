#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the kit costs, beside its aims: the instructions from the PVH entry to
# the native one, how they grow with what is handed over (bench.py), and bytes.
set -eu
export LC_ALL=C
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
. tests/lib/step.sh
. tests/lib/page.sh
kernel=$BUILD/kernel.elf
own=$BUILD/example/identity

size() { # FILE SECTION: the bytes of all sections of that name and below it
	bytes=0
	for hex in $(readelf -SW "$1" | sed 's/^ *\[ *[0-9]*\]//' |
		awk -v n="$2" '$1 == n || index($1, n ".") == 1 { print $5 }'); do
		bytes=$((bytes + 0x$hex))
	done
	echo $bytes
}
sizes() { # SECTION FILE...: of all of them
	section=$1 sum=0
	shift
	for part; do
		sum=$((sum + $(size "$part" "$section")))
	done
	echo $sum
}
row() { # WHAT NUMBER [AIM]: as in bench.py
	kept=missed
	[ "$2" -gt "${3:-0}" ] || kept=kept
	printf '%-42s%12d' "$1" "$2"
	[ $# -lt 3 ] || printf '%10d  %s' "$3" "$kept"
	echo
}

"$QEMU" --version >/dev/null # or the shell says what is missing
STEP=$step BUILD=$BUILD QEMU=$QEMU python3 -B tests/boot/bench/bench.py

printf '\nwhat does exit, on the way to btext in a VMM on KVM, by KVM itself\n\n'
if exits=$(sh tests/boot/kvm/exits.sh 2>&1); then
	echo "$exits" | while read -r kind number; do
		row "$kind" "$number"
	done
else
	echo "left out: $exits"
fi

printf '\nwhat the kit weighs\n\n'
object=$BUILD/arch/pvh/pvh.o
tables=$((6 * 4096))
objects() { # FOLDER ITS_OBJECTS
	(cd "$1" && ls -- *.c *.asm 2>/dev/null) | sed "s|.*|$2/&.o|"
}
core=$(objects arch/pvh "$BUILD/arch/pvh")
format=$(objects arch/pvh/freebsd "$BUILD/arch/pvh/format")
# shellcheck disable=SC2086 # lists
data=$(($(sizes .rodata $core $format) + $(sizes .data $core $format)))
code=$(size "$object" .pvh.text)
row 'bytes of code' "$code" 7600
# shellcheck disable=SC2086
row '  of the core' "$(sizes .text $core)"
# shellcheck disable=SC2086
row '  of freebsd' "$(sizes .text $format)"
# The other rooms, of the kernels that the tests have of them.
room() { # NAME FOLDER_OF_ITS_OBJECTS
	# shellcheck disable=SC2046 # a list
	row "  of $1, if it is there" "$(sizes .text \
		$(objects "arch/pvh/$1" "$2"))"
}
room multiboot "$BUILD/multiboot/pvh/format"
room limine "$BUILD/limine/pvh/format"
room memory "$BUILD/limine/pvh/memory"
room video "$BUILD/video/pvh/video"
row 'bytes of code, PVH_FORMAT=own' "$(size "$own/pvh/pvh.o" .pvh.text)" 4096
row 'bytes of page tables' $tables
row 'bytes of other data, messages' $((data - tables))
# What the linked section has beyond its parts: the link aligns these, and makes
# one of strings that are the same.
bss=$(size "$kernel" .pvh.bss)
loaded=$(($(size "$kernel" .pvh) - bss))
row 'bytes of padding, less merged strings' \
	$((loaded - $(size "$kernel" .pvh.guard) - code - data))
row 'bytes of bss, stack and arena' "$bss"
row 'bytes that the kit adds to the file' \
	$((loaded + $(size "$kernel" .note.Xen))) 34000

readme=$BUILD/test/bench/readme
shown_files arch/pvh/README 'A WHOLE KERNEL' "$readme"
row 'lines changed in makefile, script' "$(kit_lines "$readme")" 12
