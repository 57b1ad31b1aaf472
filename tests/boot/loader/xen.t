#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The teaching kernel without the kit under Xen, as a domU and as a PVH dom0,
# through loader.elf. Xen 4.17 stands for all.
XEN=4.17
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
needs_xen

rm -rf "$TMP/job"
mkdir -p "$TMP/job"
boot_module "$TMP/job/module0"
contents=$(contents "$TMP/job/module0")
cp "$BUILD/loader.elf" "$BUILD/native.elf" "$BUILD/kernel.elf" arch/pvh/pvh.cfg \
	boot/xen/job.sh "$TMP/job"
sh boot/pvh/pack.sh "$TMP/job/kernel.tar" "$BUILD/native.elf" \
	"$TMP/job/module0"
gzip -c "$TMP/job/kernel.tar" >"$TMP/job/kernel.tgz"
cp "$BUILD/multiboot/mb1.elf" "$BUILD/multiboot/mb2.elf" \
	"$BUILD/limine/limine-3.elf" "$TMP/job"
cp tests/boot/loader/domu.job "$TMP/job/job"
run_job 300
status=$?
check "dom0 runs its job and powers off" ends power-off $status

check "plain: ends by power-off" ended plain poweroff
check "plain: as in tests/boot/expect/xen-domu.txt" \
	xen_transcript xen-domu "$TMP/out/plain.txt"
for name in archive packed; do
	check "$name: words and module arrive" good $name \
		'^howto: 0x802 single verbose$' '^kenv: motd=hello, world$' \
		'^memory: 31 MiB usable' \
		"^module: 0 module0 md_image 0x[0-9a-f]+ $contents\$"
done
check "nothing: the line is in Xen's log" grep -x \
	'(d[0-9]*) pvh: loader: module 0: there is none: it has to be the kernel' \
	"$TMP/out/nothing.xen"
check "nothing: it ends as a crash" ended nothing crash

# Kernels of the other formats print on port 0xE9, which is in Xen's log.
prints() { # NAME LINE...
	prints_name=$1
	shift
	for line; do
		tr -d '\r' <"$TMP/out/$prints_name.xen" |
			grep -qE "^\(d[0-9]+\) $line\$" && continue
		echo "no line $line in:" && cat "$TMP/out/$prints_name.xen"
		return 1
	done
}
check "Multiboot 1" prints mb1 'multiboot: eax 0x2badb002 .*' \
	'cmdline: "-v root=x"' 'boot: ok'
check "Multiboot 2" prints mb2 'multiboot: eax 0x36d76289 .*' \
	'tag type 1 .* cmdline: "-v root=x"' 'boot: ok'
check "Limine" prints limine-3 'base revision: 3, loaded' \
	'command line: -v root=x' 'boot: ok'

# As dom0, with start_info of version 0, which has no map.
cp "$BUILD/loader.elf" "$TMP/job/kernel.tar" "$TMP"
boot=$TMP/dom0
rm -f "$boot".*
(
	cd "$TMP" && xen_pvh 60 'loader.elf -v,kernel.tar' '' -d cpu_reset \
		-D dom0.cpu -serial file:dom0.com1 2>dom0.qemu </dev/null
)
check "dom0: ends well" ends good $?
tr -d '\r' <"$boot.com1" | grep -av '^(XEN)' >"$TMP/dom0.out"
check "dom0: its module arrives" says "$TMP/dom0.out" '^howto: 0x800 verbose$' \
	"^module: 0 module0 md_image 0x[0-9a-f]+ $contents\$"
done_testing
