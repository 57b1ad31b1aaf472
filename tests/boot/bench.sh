#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the kit costs: bytes, and the instructions from the PVH entry to the
# first one of btext, which QEMU logs one by one. The boot is on q35, with 128
# MiB, one module and a command line of 60 bytes. And the same with the core
# alone, as the kit's example has it.
set -eu
export LC_ALL=C
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
. tests/lib/step.sh
. tests/lib/page.sh
kernel=$BUILD/kernel.elf
own=$BUILD/example/identity
tmp=$BUILD/bench
mkdir -p "$tmp"

cmdline='-v console=comconsole vfs.root.mountfrom=ufs:/dev/md0 kern=1'
head -c 10000 /dev/zero >"$tmp/module.bin"

symbol() { # KERNEL NAME: its address, 16 hex digits
	nm "$1" | awk -v n="$2" '$3 == n { print $1 }'
}
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
row() { # WHAT NUMBER [AIM]
	printf '%-34s %7d%s\n' "$1" "$2" "${3:+   aim  $3}"
}

# QEMU logs a line for each instruction executed in these ranges: the kit, and
# the native entry. The kit's entry runs at its physical address, all C at its
# virtual one.
trace() { # KERNEL ENTRY: instructions at low addresses, and at high ones
	low=0x$(symbol "$1" pvh_begin | sed 's/^ffffffff8/0/')
	high=0x$(symbol "$1" pvh_begin)
	entry=0x$(symbol "$1" "$2")
	status=0
	# shellcheck disable=SC2086,SC2154 # words, of step.sh
	"$QEMU" -M q35 -m 128 -display none -no-reboot -serial null \
		-device isa-debug-exit,iobase=0xf4,iosize=4 \
		$step -d exec,nochain -D "$tmp/log" \
		-dfilter "$low+0x10000,$high+0x10000,$entry+1" \
		-kernel "$1" -initrd "$tmp/module.bin" -append "$cmdline" || status=$?
	[ "$status" = 33 ] || {
		echo "bench: the boot ended with status $status" >&2
		exit 1
	}
	awk -v entry="${entry#0x}" '
		!/^Trace/ { # a line that was logged, but not executed, and comes again
			if (/^Stopped/) { if (pc ~ /^00000000/) low--; else high-- }
			next
		}
		{ split($0, field, "[][/]"); pc = field[3] }
		pc == entry { reached = 1; exit }
		pc ~ /^00000000/ { low++; next }
		{ high++ }
		END {
			if (!reached) { print "bench: the entry was not reached"; exit 1 }
			print low + 0, high + 0
		}' "$tmp/log"
}

printf '%d bytes of command line, %d of module\n\n' \
	"${#cmdline}" "$(wc -c <"$tmp/module.bin")"
counts=$(trace "$kernel" btext)
row 'instructions in NASM' "${counts% *}" 45
row 'instructions in C' "${counts#* }"
row 'instructions in all' $((${counts% *} + ${counts#* })) 2000
counts=$(trace "$own/kernel.elf" kmain)
row 'instructions in all, PVH_FORMAT=own' $((${counts% *} + ${counts#* }))

# The sum of the files' .rodata: the linked section has padding as well.
object=$BUILD/arch/pvh/pvh.o
tables=$((6 * 4096))
objects() { # FOLDER ITS_OBJECTS
	(cd "$1" && ls -- *.c *.asm 2>/dev/null) | sed "s|.*|$2/&.o|"
}
core=$(objects arch/pvh "$BUILD/arch/pvh")
format=$(objects arch/pvh/freebsd "$BUILD/arch/pvh/format")
# shellcheck disable=SC2086 # lists
rodata=$(sizes .rodata $core $format)
row 'bytes of code' "$(size "$object" .pvh.text)" 6144
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
row 'bytes of other data, messages' $((rodata - tables))
row 'bytes of padding between these' $(($(size "$object" .pvh.rodata) - rodata))
row 'bytes of bss, stack and arena' "$(size "$kernel" .pvh.bss)"
row 'bytes that the kit adds to the file' \
	$(($(size "$kernel" .pvh) - $(size "$kernel" .pvh.bss) + $(size "$kernel" .note.Xen)))

shown_files arch/pvh/README 'A WHOLE KERNEL' "$tmp/readme"
row "lines changed in makefile, script" "$(kit_lines "$tmp/readme")" 12
