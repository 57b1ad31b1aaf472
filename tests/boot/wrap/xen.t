#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Wrapped kernels as PVH dom0. Xen 4.14 reads an ELF file most strictly, and
# 4.17 stands for all others.
XEN=4.17
. tests/boot/xen/judge.sh
. tests/boot/wrap/wrap.sh
. tests/boot/wrap/kernels.sh

narrow moved 0xffffffff80000000 'phdr PT_PHDR PHDRS;'
check "freebsd: it is wrapped" wrap "$BUILD/native.elf" -o "$TMP/kernel.elf"
check "multiboot: it is wrapped" wrap "$BUILD/multiboot/mb2.elf" \
	-o "$TMP/mb2.elf"
check "limine: it is wrapped" wrap "$BUILD/limine/limine-3.elf" \
	-o "$TMP/limine.elf"
check "headers at the end: it is wrapped" wrap "$TMP/moved.elf" \
	-o "$TMP/end.elf"

# Boots; leaves what the kernel printed, without Xen's own lines, in $boot.out.
dom0() { # NAME MODULES
	boot=$TMP/$XEN-$1
	rm -f "$boot".*
	(
		cd "$TMP" && xen_pvh 60 "$2" '' -d cpu_reset -D "$XEN-$1.cpu" \
			-serial "file:$XEN-$1.com1" 2>"$XEN-$1.qemu" </dev/null
	)
	check "Xen $XEN, $1: ends well" ends good $?
	tr -d '\r' <"$boot.com1" | grep -av '^(XEN)' >"$boot.out"
}

for XEN in 4.14 4.17; do
	if [ -n "$(xen_missing)" ]; then
		skip "Xen $XEN" "$(xen_missing | sed -n 1p): see make fetch-xen"
		continue
	fi
	dom0 freebsd kernel.elf
	check "Xen $XEN, freebsd: as in tests/boot/expect/xen-dom0-$XEN.txt" \
		xen_transcript "xen-dom0-$XEN" "$boot.out"
	for name in mb2 limine; do
		dom0 $name "$name.elf words"
		check "Xen $XEN, $name: all is as it should be" \
			grep -qE '^(\(d0\) )?boot: ok$' "$boot.out"
	done
	dom0 end end.elf
	check "Xen $XEN: program headers at the end" \
		grep -qE '^(\(d0\) )?records: 12$' "$boot.out"
done
done_testing
