#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels that speak Multiboot 1 and 2, with the kit, under Xen: as PVH dom0,
# and made by xl. What they print on port 0xE9 is in Xen's log.
XEN=4.17
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
. tests/boot/multiboot/kernels.sh
needs_xen

# Where the module is depends on the size of the kernel.
MB_FILTER='s/(module: at) 0x[0-9a-f]+/\1 ADDR/'

# What Xen's log has of a domain.
logged() { # FILE
	tr -d '\r' <"$1" | sed -n 's/^(d[0-9]*) //p' >"$boot.out"
	printed "$boot.out" >"$boot.txt"
}

mkdir -p "$TMP/job"
cp "$MB/mb1-pvh.elf" "$MB/mb2-pvh.elf" "$TMP"
for version in 1 2; do
	boot=$TMP/dom0-$version
	rm -f "$boot".*
	(
		cd "$TMP" && xen_pvh 60 \
			"mb$version-pvh.elf -v root=x,module.bin two words" '' \
			-d cpu_reset -D dom0-$version.cpu \
			-serial file:dom0-$version.com1 \
			2>dom0-$version.qemu </dev/null
	)
	status=$?
	logged "$boot.com1"
	check "dom0, version $version: ends well" ends good $status
	check "dom0, version $version: as in $EXPECT/xen-dom0-$version.txt" \
		transcript xen-dom0-$version "$boot.txt"
done

cp arch/pvh/pvh.cfg "$MB/mb1-pvh.elf" "$MB/mb2-pvh.elf" "$mb_module" \
	boot/xen/job.sh "$TMP/job"
cp tests/boot/multiboot/domu.job "$TMP/job/job"
run_job 400
check "dom0 runs its job and powers off" ends power-off $?
for version in 1 2; do
	check "domU, version $version: ends well" ended mb$version poweroff
	boot=$TMP/domu-$version
	logged "$TMP/out/mb$version.xen"
	check "domU, version $version: as in $EXPECT/xen-domu-$version.txt" \
		transcript xen-domu-$version "$boot.txt"
done
done_testing
