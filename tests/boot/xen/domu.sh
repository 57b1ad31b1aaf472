# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The kernel as a PVH domU of Xen $XEN, made by xl from the sample config.
# domu.job makes them all in one run of dom0; here their traces are judged.
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
needs_xen

make_job() {
	rm -rf "$TMP/job"
	mkdir -p "$TMP/job"
	cp arch/pvh/pvh.cfg "$TMP/job"
	cp "$KERNEL" "$TMP/job/kernel.elf"
	cp "$BUILD/native.elf" "$TMP/job/no-note.elf"
	patch trap pvh_parse 0 '\0017\0013' # ud2
	cp "$patched" "$TMP/job/trap.elf"
	boot_module "$TMP/job/module.bin"
	contents=$(contents "$TMP/job/module.bin")
	if [ "$XEN" = 4.14 ]; then # it hands over whole pages
		cp "$TMP/job/module.bin" "$TMP/pages"
		truncate -s %4096 "$TMP/pages"
		contents=$(contents "$TMP/pages")
	fi
	cp boot/xen/job.sh "$TMP/job"
	cp tests/boot/xen/domu.job "$TMP/job/job"
}

# Whether domains ended well, with the same report as the first one's.
alike() { # NAME NAME...
	alike_to=$TMP/out/$1.txt
	shift
	for name in "$@"; do
		ended "$name" poweroff && diff -u "$alike_to" "$TMP/out/$name.txt" ||
			return 1
	done
}

# With hap=0 a Xen that is built without shadow paging refuses the domain.
hap_0() {
	if grep -q '^CONFIG_SHADOW_PAGING=y' "$XEN_DIR/$XEN/root/boot/"*.config; then
		alike plain hap-0
	else
		grep 'domain creation fail: Operation not supported' \
			"$TMP/out/hap-0.xl"
	fi
}

# Whether a boot that the kit refused left its line in Xen's log, and crashed.
refused() { # NAME LINE
	sed -n 's/^(d[0-9]*) //p' "$TMP/out/$1.xen" >"$TMP/refused"
	echo "$2" | diff -u - "$TMP/refused" && ended "$1" crash
}

make_job
run_job 400
status=$?
check "dom0 runs its job and powers off" ends power-off $status

check "plain: ends by power-off" ended plain poweroff
check "plain: as in tests/boot/expect/xen-domu.txt" \
	xen_transcript xen-domu "$TMP/out/plain.txt"
check "plain: the version of Xen" \
	grep -x "hypervisor: Xen $XEN" "$TMP/out/plain.txt"
check "cmdline" good full '^howto: 0x802 single verbose$' \
	'^kenv: motd=hello, world$' '^kenv: boot_single=YES$'
check "ramdisk" good full \
	"^module: 0 module0 md_image 0x[0-9a-f]+ $contents\$"
check "memory=32" good full \
	'^map: 0x[0-9a-f]+-0x0000000001ffffff ram$' '^memory: 31 MiB usable'
check "vcpus=2" good full '^acpi: APIC 0xfc[0-9a-f]+ 60 ok$'
check "memory=1200" good memory-1200 '^memory: 1199 MiB usable' \
	'^map: 0x[0-9a-f]+-0x000000004affffff ram$' \
	"^module: 0 module0 md_image 0x[0-9a-f]+ $contents\$"
check "fill: ends well" good fill '^kenv: fill=204800$'
check "fill: 200 KiB go through the console, whole and in order" \
	filled fill 204800
check "hap=1" alike plain hap-1
check "hap=0" hap_0
check "ten in a row, all alike" alike plain again-1 again-2 again-3 again-4 \
	again-5 again-6 again-7 again-8 again-9 again-10

check "panic: ends as a crash" ended panic crash
check "panic: registers on the console" grep -E \
	'^trap: rip ffffffff8[0-9a-f]{7} ' "$TMP/out/panic.txt"
check "no note: xl's message" grep \
	'xc_dom_parse_hvm_kernel: ELF image is not 32bit: Invalid kernel' \
	"$TMP/out/no-note.xl"
check "refused: its line is in Xen's log, and it ends as a crash" \
	refused refused 'pvh: kenv: no room for variable 1024'
check "trap in the door: the same" refused trap \
	"pvh: trap 0x6 at 0x$(high "$(physical pvh_parse 0)"), cr2 0x0"
done_testing
