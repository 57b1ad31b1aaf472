# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Boots of the two kernels that print what Multiboot hands them. Source it after
# tests/lib/tap.sh and qemu.sh.
# shellcheck disable=SC2034 # judge.sh and tests use these
EXPECT=tests/boot/multiboot/expect
# shellcheck disable=SC2034
MB=$BUILD/multiboot
: "${boot:=}" "${qboot_warns:=}"

# What they printed, without what depends on the toolchain or the firmware;
# MB_FILTER, if set, is what else sed does.
printed() { # FILE
	tr -d '\r' <"$1" | sed -E -e "/$qboot_warns/d" \
		-e '1,/multiboot: /s/^.*(multiboot: )/\1/' \
		-e 's/(rsdp: .* rsdt) 0x[1-9a-f][0-9a-f]*/\1 ADDR/' \
		-e "${MB_FILTER:-}"
}

# A module and a command line for boots that use both.
# shellcheck disable=SC2034
MB_APPEND='-v  root="a b" x=y '
mb_module=$TMP/module.bin
yes 'a module for Multiboot' | head -c 12345 >"$mb_module"

# MB_FILTER for GRUB: what depends on it, on the firmware's VBE and APM, and on
# the linker.
MB_GRUB='s/(module: at) 0x[0-9a-f]+/\1 ADDR/
	/^vbe: |^tag type (7|10) /d
	s/(loader: "GRUB) .*"/\1 VERSION"/
	s/^(tag type 2 size) [0-9]+/\1 SIZE/
	s/^(tag type 9 size) [0-9]+/\1 SIZE/
	s/(elf: sections) [0-9]+ (size [0-9]+) names [0-9]+/\1 N \2 names N/'

# A test: the boot was good, both consoles agree, and what they show is the
# transcript.
mb_judged() { # NAME STATUS TRANSCRIPT
	printed "$boot.com1" >"$boot.txt"
	printed "$boot.e9" >"$boot.txt2"
	if [ "$(verdict "$2")" != good ]; then
		{
			echo "expected good, got $(verdict "$2")"
			cat "$boot.txt2" "$boot.qemu"
		} | not_ok "$1"
	elif ! cmp -s "$boot.txt" "$boot.txt2"; then
		diff -u "$boot.txt" "$boot.txt2" |
			not_ok "$1: COM1 and 0xE9 say the same"
	else
		check "$1: as in $EXPECT/$3.txt" transcript "$3" "$boot.txt"
	fi
}

mb_boots() { # NAME TRANSCRIPT QEMU-ARGUMENTS...
	mb_name=$1 mb_transcript=$2
	shift 2
	qemu "$mb_name" -nic none "$@"
	mb_judged "$mb_name" $? "$mb_transcript"
}
