#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit's example, a kernel with a boot structure and a base of its own, on
# two machines: it prints what it was handed over.
. tests/lib/tap.sh
. tests/lib/qemu.sh

module=$TMP/module.bin
boot_module "$module"

# The report without what depends on the compiler and on QEMU's version.
facts() { # FILE
	tr -d '\r' <"$1" | sed -E -e "/$qboot_warns/d" \
		-e 's/^(0*200000 to )[0-9a-f]{16} kernel$/\1KERNEND kernel/' \
		-e 's/^[0-9a-f]{16} to [0-9a-f]{16} module$/MODULE/'
}
# The module is all there, at a multiple of a page.
whole() { # FILE
	set -- "$(sed -nE 's/^(.*) to (.*) module$/0x\1 0x\2/p' "$1")"
	start=${1% *} end=${1#* }
	[ $((end - start)) = "$(wc -c <"$module")" ] && [ $((start % 4096)) = 0 ]
}

for base in identity minus-2g higher; do
	KERNEL=$BUILD/example/$base/kernel.elf
	for machine in q35 microvm; do
		name=$base-$machine
		qemu $name -kernel "$KERNEL" -M $machine -m 128 \
			-initrd "$module" -append 'raw "words"'
		check "$name: good" ends good $?
		facts "$boot.com1" >"$boot.txt"
		check "$name: as in $EXPECT/example-$machine.txt" \
			transcript example-$machine "$boot.txt"
		check "$name: the module has its size" whole "$boot.e9"
		same "$name: COM1 and 0xE9 say the same" "$boot.e9" "$boot.com1"
	done

	# Its entry is as a C compiler wants it, with the first argument that
	# native_write() gave. It prints a byte that is in no line, and spins.
	patch spin kmain 0 '\0260\0007\0346\0351\0353\0376'
	watched $base-entry -M microvm -m 16 -kernel "$patched" \
		>"$TMP/registers" <<-END
			wait \\a
			info registers
		END
	check "$base: kmain's stack is 8 modulo 16" \
		grep -E 'RSP=[0-9a-f]{15}8' "$TMP/registers"
	check "$base: kmain's argument is the boot structure" grep -i \
		"RDI=$(nm "$KERNEL" | awk '$3 == "boot" { print $1 }')" \
		"$TMP/registers"
done

done_testing
