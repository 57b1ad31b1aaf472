#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# No console has to be there, or alive: a boot ends as well without.
. tests/tap.sh
. tests/boot/qemu.sh
plan 14

module=$TMP/module.bin
boot_module "$module"

# With a word that has the kit print, too, which has a driver of its own.
ends() { # NAME QEMU-ARGUMENTS...: as a good boot does
	ends_name=$1
	shift
	qemu "$ends_name" -kernel "$KERNEL" -m 128 -initrd "$module" \
		-append "$BOOT_APPEND -z" "$@"
	verdict $? >"$boot.verdict"
	check "$ends_name: good" grep -x good "$boot.verdict"
}
says() { # TRANSCRIPT
	{
		echo 'pvh: warning: command line: unknown option, byte 0x7a'
		cat "tests/expect/$1.txt"
	} >"$boot.expect"
	normalised "$boot.e9" >"$boot.txt"
	same "$ends_name: all on 0xE9" "$boot.expect" "$boot.txt"
	# QEMU makes the file for a port that is there.
	check "$ends_name: nothing on COM1" test ! -e "$boot.com1"
}

COM1=none
ends pc-no-uart -M pc
says pc
ends q35-no-uart -M q35
says q35
ends microvm-no-uart -M microvm,isa-serial=off
says microvm

# A UART that is there and never takes a byte: QEMU's goes into a full pipe.
# The kernel gives it up, the kit waits a while for each byte.
pipe=$TMP/pipe
rm -f "$pipe.in" "$pipe.out"
mkfifo "$pipe.in" "$pipe.out"
exec 9<>"$pipe.out"
dd if=/dev/zero of="$pipe.out" bs=4096 oflag=nonblock 2>"$TMP/full"
COM1=pipe:$pipe
ends stuck-uart -M q35
says q35

COM1=none DEBUGCON=none
ends no-console -M q35
ends no-console-no-screen -M q35 -vga none
