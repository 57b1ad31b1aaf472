#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Sizes of RAM, and the place of the initrd: wherever the loader put it, it is
# right after the image in the end, with the same bytes.
. tests/lib/tap.sh
. tests/lib/qemu.sh

module=$TMP/module.bin
yes 'QEMU puts an initrd at the end of low memory' | head -c 1000003 >"$module"

after=$(printf '0x%x' "$(physical pvh_end 0)")
for size in 2560 4096; do
	for machine in pc q35; do
		boots $machine-$size good $machine-$size -M $machine -m $size \
			-initrd "$module"
	done
	check "$size: the initrd arrives whole, right after the image" grep -q \
		"^module: 0 module0 md_image $after $(contents "$module")" \
		"$TMP/q35-$size.com1"
done

# Only the map and the module's address may depend on the size. QEMU allocates
# memory when it is used; below 1 TiB AMD's CPUs have a hole.
boot_module "$module"
sizes='8M 64M 3G 3584M 4G 64G 1012G 1T 1025G 2T 4T'
mib() { # SIZE
	case $1 in
	*M) echo "${1%M}" ;;
	*G) echo $((${1%G} << 10)) ;;
	*T) echo $((${1%T} << 20)) ;;
	esac
}
THROUGH='/^(map|memory): /d; s/^(module: .*) 0x[0-9a-f]+ /\1 ADDR /'
for machine in microvm pc q35; do
	for size in $sizes; do
		boots $machine-"$size" good $machine -cpu qemu64,phys-bits=46 \
			-object memory-backend-ram,id=ram,size="$size",reserve=off \
			-M $machine,memory-backend=ram -m "$size" \
			-initrd "$module" -append "$BOOT_APPEND"
		# The hole below 1 MiB and the firmware's tables take less than
		# 1 MiB.
		check "$machine-$size: all of it is in the map" grep -q \
			"^memory: $(($(mib "$size") - 1)) MiB usable" "$boot.com1"
	done
done

# Whether that much RAM is enough to boot, with no warning but that of little
# RAM after the image.
enough() { # KIB
	qemu least -M $machine -m "$1K" -kernel "$KERNEL"
	[ "$(verdict $?)" = good ] && ! grep '^pvh: ' "$boot.e9" |
		grep -qv 'less than 2 MiB of RAM at kernend'
}
for machine in microvm pc q35; do
	check "$machine: 4 MiB are enough" enough 4096
done
# The least that is enough, to 16 KiB.
BOOT_SECONDS=10 # firmware with too little hangs
for machine in microvm pc q35; do
	low=2048 high=4096 # the kernel is linked at 2 MiB
	while [ $((high - low)) -gt 16 ]; do
		middle=$(((low + high) / 2))
		if enough $middle; then high=$middle; else low=$middle; fi
	done
	echo "$machine boots with $high KiB of RAM" | note
done
done_testing
