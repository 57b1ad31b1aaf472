#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An exception or an NMI between the PVH entry and the kernel's own IDT is
# reported with its address, once, and ends the boot. Each kernel here is broken
# at one place.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# A test: $patched traps at SYMBOL + OFFSET. 32-bit code and the first
# instructions in long mode run at physical addresses.
traps() { # NAME SYMBOL OFFSET VECTOR CR2
	at=$(physical "$2" "$3")
	case $2 in
	pvh_start*) at=$(printf %x "$at") ;;
	*) at=$(high "$at") ;;
	esac
	traps_kernel=$KERNEL
	KERNEL=$patched
	refuses "$1" "pvh: trap 0x$4 at 0x$at, cr2 0x$5" -M q35 -m 16
	KERNEL=$traps_kernel
}

fault() { # NAME SYMBOL OFFSET BYTES VECTOR CR2
	patch "$1" "$2" "$3" "$4"
	traps "$1" "$2" "$3" "$5" "$6"
}

# The kernel prints an empty line on port 0xE9 and spins; then comes the NMI.
nmi() { # NAME SYMBOL OFFSET
	patch "$1" "$2" "$3" '\0260\0012\0346\0351\0353\0376'
	MONITOR='wait \n
nmi'
	traps "$1" "$2" $(($3 + 4)) 2 0
	MONITOR=
}

ud2='\0017\0013'
load='\0240\0000\0220\0170\0126\0064\0022\0000\0000' # mov al, [0x123456789000]

after_lidt=19
fault ud2-32 pvh_start32 $after_lidt "$ud2" 6 0
fault ud2-64 pvh_start64 7 "$ud2" 6 0
fault page-fault-c pvh_parse 0 "$load" e 123456789000
fault ud2-btext btext 0 "$ud2" 6 0
# Long mode is on, but the IDT is still the one of 32-bit mode: a far jump to a
# selector that is not in the GDT.
far_jump=-7
no_selector='\0352\0000\0000\0000\0000\0100\0000'
fault selector-32 pvh_start32.no_long_mode $far_jump "$no_selector" d 0
nmi nmi-32 pvh_start32 $after_lidt
nmi nmi-far-jump pvh_start32.no_long_mode $far_jump
nmi nmi-c pvh_parse 0
nmi nmi-kernel hammer_time 0

# The gates as lld links them, and those of a kernel at KERNBASE 0.
for kernel in clang example/identity; do
	KERNEL=$BUILD/$kernel/kernel.elf
	[ $kernel = clang ] || REFUSED=quit # it is not built to end QEMU
	name=${kernel%%/*}
	fault "$name-32" pvh_start32 $after_lidt "$ud2" 6 0
	fault "$name-selector" pvh_start32.no_long_mode $far_jump \
		"$no_selector" d 0
	fault "$name-64" pvh_start64 7 "$ud2" 6 0
done
done_testing
