#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What GRUB's kfreebsd does with each file, on a BIOS. One run of GRUB tries to
# load them all; those that it takes are then booted, each by a run of its own,
# unless that has to be as good as another. GRUB reads the commands from a
# second disk.
. tests/boot/check/judge.sh
FIRMWARE=bios
. tests/boot/grub/judge.sh
needs_grub

# GRUB itself is damaged by these, so the others are not loaded after them.
HARMFUL='segment-smaller'
# Kernels whose native entry is not FreeBSD's: that GRUB takes them is all that
# can be seen, and how they then run is not judged.
FOREIGN='kernel-loader kernel-example-identity kernel-example-2g
kernel-example-higher kernel-multiboot1 kernel-multiboot2 kernel-multiboot1-kit
kernel-multiboot2-kit kernel-limine kernel-limine-kit kernel-linux
kernel-xen-4.17 kernel-xen-4.20 kernel-grub kernel-memtest'

is_in() { # NAME LIST
	echo "$2" | tr ' ' '\n' | grep -qx "$1"
}

# Mutants that differ from the good one only in notes, which GRUB does not read.
is_like_good() { # NAME
	case $1 in
	note-* | two-segments-* | orphan-* | legacy-* | feature* | multiboot* | \
		reloc | reloc-range) ;;
	*) return 1 ;;
	esac
}

# Boots GRUB with the commands of standard input.
grub() { # SECONDS
	rm -f "$boot".*
	cat >"$boot.commands"
	truncate -s 64K "$boot.commands"
	timeout -k 5 "$1" "$QEMU" -M pc -m 256 -display none -no-reboot \
		-nodefaults -serial "file:$boot.com1" -debugcon "file:$boot.e9" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 -boot d \
		-drive "file=$TMP/iso,format=raw,media=cdrom" \
		-drive "file=$boot.commands,format=raw" 2>"$boot.qemu" </dev/null
	tr -d '\r' <"$boot.com1" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g' >"$boot.txt"
}

load() { # NAME...
	for name; do
		printf 'echo "@ %s"\n' "$name"
		printf 'if kfreebsd /boot/%s.elf; then echo taken; fi\n' "$name"
	done
	echo reboot
}

# Which of its entries a file was entered at; else is any other than e_entry.
entered() { # NAME
	yes="^judge: $1 native\$" else="^judge: $1 (pvh|multiboot)\$"
	case $1 in
	kernel-*) yes='^loader: ' else='^$.' ;;
	esac
	verdict_of "$boot.e9"
}

make_set
ask
cat >"$TMP/menu" <<'END'
serial --unit=0 --speed=115200
terminal_output serial
source (hd0)0+128
END
# shellcheck disable=SC2046,SC2086 # lists
check "an ISO of the set" boot/grub/iso "$TMP/iso" "$GRUB" "$TMP/menu" \
	$(printf "$TMP/set/%s.elf " $names)

boot=$TMP/all
harmless=
for name in $names; do
	is_in "$name" "$HARMFUL" || harmless="$harmless $name"
done
# shellcheck disable=SC2086 # a list
load $harmless | grub 120
cp "$boot.txt" "$TMP/loaded"
for name in $HARMFUL; do
	boot=$TMP/$name
	load "$name" | grub 5
	head -n 20 "$boot.txt" >>"$TMP/loaded"
done

for name in $names; do
	sed -n "/@ $name\$/,/@ /p" "$TMP/loaded" >"$TMP/text"
	message=$(sed -n '/^error: /{p;q;}' "$TMP/text")
	if ! grep -qx taken "$TMP/text"; then
		verdict=no
	elif is_in "$name" "$FOREIGN"; then
		continue
	elif is_like_good "$name"; then
		verdict=yes
		[ "$(expected "$name" grub)" != else ] || verdict=else
	else
		boot=$TMP/$name
		seconds=60
		[ "$(expected "$name" grub)" != no ] || seconds=5
		printf 'kfreebsd /boot/%s.elf\nboot\n' "$name" | grub $seconds
		verdict=$(entered "$name")
		[ "$verdict" = yes ] || message="taken, but it does not run"
	fi
	real "$name" grub "$verdict" "$message"
done
agree GRUB
done_testing
