#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels of all shapes that program headers have, at all bases of the kit.
. tests/boot/wrap/wrap.sh
. tests/boot/wrap/kernels.sh
HIGH=0xffffffff80000000

# A test: the kernel is wrapped, with these kinds of headers, in their order,
# and boots.
shape() { # NAME HEADERS...
	shape_name=$1
	shift
	wrap "$TMP/$shape_name.elf" -o "$TMP/$shape_name.out" \
		>"$TMP/said" 2>"$TMP/warned"
	check "$shape_name: it is wrapped" test $? = 0
	headers "$TMP/$shape_name.out" | awk '{ print $1 }' >"$TMP/kinds"
	printf '%s\n' "$@" | check "$shape_name: $*" diff - "$TMP/kinds"
	wrapped "$shape_name" "$TMP/$shape_name.elf" "$TMP/$shape_name.out"
	qemu "boot-$shape_name" -M microvm -m 32 -kernel "$TMP/$shape_name.out"
	check "$shape_name: it boots" ends good $?
	check "$shape_name: it finds its metadata" grep -x 'records: 12' \
		"$boot.e9"
}
silent() { # NAME
	check "$1: no warning" test ! -s "$TMP/warned"
}

check "there is a kernel at 0" room identity 0
shape identity LOAD LOAD LOAD NOTE
silent identity
check "there is a kernel in a higher half" room higher 0xffff800000000000
shape higher LOAD LOAD LOAD NOTE
check "there is a kernel as FreeBSD's" freebsd freebsd $HIGH
shape freebsd PHDR INTERP LOAD LOAD LOAD DYNAMIC GNU_STACK NOTE
silent freebsd

# p_paddr = p_vaddr, as by a linker script without AT().
freebsd virtual $HIGH
sed -i 's/ : AT([^{]*{/ : {/' "$TMP/virtual.ld"
ld -nostdlib -static -z noexecstack -z max-page-size=4096 -T "$TMP/virtual.ld" \
	-o "$TMP/virtual.elf" "$TMP/virtual.o"
check "virtual: its addresses are" test "$(headers "$TMP/virtual.elf" |
	awk '$1 == "LOAD" && $3 == $4' | wc -l)" = 2
PADDR=1-3,5-7
shape virtual PHDR INTERP LOAD LOAD LOAD DYNAMIC GNU_STACK NOTE
PADDR=

# What goes when there is no room: PT_GNU_STACK and its like, PT_PHDR, and then
# the place in front.
narrow stack $HIGH 'a 0x6474e551; b 0x6474e553;'
shape stack LOAD LOAD LOAD NOTE
silent stack
narrow moved $HIGH 'phdr PT_PHDR PHDRS;'
shape moved LOAD LOAD LOAD NOTE
check "moved: a warning says so" grep -qx \
	"pvh-wrap: warning: $TMP/moved.out: the program headers are at its end; GRUB and FreeBSD do not look there" \
	"$TMP/warned"
done_testing
