# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The chain on Xen $XEN: a PVH domU whose kernel is OVMF, which starts
# loader.efi from the domain's disk, which starts the kernel.
# tests/boot/chain/job makes the domains; here the logs of their consoles are
# judged.
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
. boot/efi/disk.sh
. boot/efi/firmware.sh
. boot/xen/chain.sh
LOADER=${LOADER:-$BUILD/loader.efi}

needs_xen
missing=$(chain_missing)
if [ -n "$missing" ]; then
	skip_all "the chain on Xen $XEN" "$missing"
fi

# One disk for any UEFI machine, with the loader where firmware looks for it;
# and one without that, so that the firmware's shell starts and runs the loader:
# on what it refuses, and last for a boot that prints much.
make_disks() {
	boot_module "$TMP/module"
	contents=$(contents "$TMP/module")
	esp_disk "$TMP/good.img" "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
		"/boot/kernel/kernel=$KERNEL" \
		/boot/loader.conf=boot/efi/loader.conf \
		"/boot/initrd.tar=$TMP/module"
	gzip -c "$TMP/module" | head -c 500 >"$TMP/cut.gz"
	sed 's/$/\r/' >"$TMP/startup.nsh" <<-'END'
		fs0:
		loader.efi kernel=/text
		loader.efi cut_load=YES cut_name=/cut.gz
		loader.efi fill=20480
	END
	disk "$TMP/shell.img" 8 "/loader.efi=$LOADER" /text=LICENSE \
		"/boot/kernel/kernel=$KERNEL" "/cut.gz=$TMP/cut.gz" \
		"/startup.nsh=$TMP/startup.nsh"
}

make_job() {
	rm -rf "$TMP/job"
	chain_folder "$TMP/job"
	cp boot/xen/job.sh tests/boot/chain/job "$TMP/job"
	mv "$TMP/shell.img" "$TMP/job"
	cp "$TMP/good.img" "$TMP/job"
}

# A console without its escape sequences, from the loader's first line on.
console() { # NAME
	sed 's/\x1b\[[0-9;=]*[a-zA-Z]//g' "$TMP/out/$1.txt" |
		sed -n '/^loader: /,$p' >"$TMP/$1"
}

# Standard input without what depends on the sizes of loader and kernel, or on
# the domain's memory and CPUs. Of the map, only Xen's own ranges are kept.
report() {
	sed -E -e '/^map: /{/^map: 0x(0{16}|0{11}a0000|0{8}f.*)-/!d
		}' -e '/^memory: \[/d' \
		-e 's/^(memory|acpi: APIC): .*/\1: .../' \
		-e 's/^(acpi: APIC) .*/\1 .../' \
		-e 's/^(map: 0x0+fc000000)-.* reserved$/\1-END reserved/' \
		-e 's/^(loader: .*: )[0-9]+( bytes, at 0x200000).*/\1...\2, .../' \
		-e 's/^((loader|module): .*) 0x[0-9a-f]+/\1 ADDR/'
}

# The lines that do not depend on the firmware.
facts() { # FILE
	sed -e '/^loader: efi/,$!d' -e '/^\(hypervisor\|xen\|map\|acpi\): /d' \
		"$1"
}

# Whether the domain had MIB of memory, so many CPUs and the module.
machine() { # NAME MIB CPUS
	machine_end=$(printf '%016x' $(($2 * 1048576 - 1)))
	says "$TMP/$1" "^module: 0 .* $contents\$" \
		"^map: 0x[0-9a-f]{16}-0x$machine_end " \
		"^memory: ($(($2 - 1))|$(($2 - 2))|$(($2 - 3))) MiB usable" \
		"^acpi: APIC 0x[0-9a-f]+ $((44 + 8 * $3)) ok\$"
}

# QEMU without KVM may abort when a domU writes CR8.
check "the kernel and the loader leave CR8 alone" sh -c \
	"! objdump -d --no-show-raw-insn $KERNEL $LOADER | grep -i 'cr8'"

make_disks
make_job
run_job 600
status=$?
check "dom0 runs its job and powers off" ends power-off $status

for mib in 64 256; do
	for cpus in 1 2; do
		name=m$mib-c$cpus
		console $name
		report <"$TMP/$name" >"$TMP/$name.report"
		check "$name: the domain ends by power-off" \
			ended $name poweroff
		check "$name: as in tests/boot/expect/chain.txt" \
			xen_transcript chain "$TMP/$name.report"
		check "$name: $mib MiB, vcpus=$cpus, the whole module" \
			machine $name $mib $cpus
	done
done
check "Xen's log has the report, too, from port 0xE9" \
	grep -xE '\(d[0-9]+\) loader: efi' "$TMP/out/m256-c1.xen"

console shell
check "no loader: the firmware says so" grep -a \
	'BdsDxe: failed to load Boot0001 .*: Not Found$' "$TMP/out/shell.txt"
check "no ELF: the loader says so" grep \
	'^loader: /text: e_ident\[EI_MAG\] is 0x42: not a little-endian ELF64' \
	"$TMP/shell"
check "a cut module: the loader says so" \
	grep '^loader: /cut.gz: gzip: .* (.*, status 0x' "$TMP/shell"
check "the firmware goes on after each, and the last boot is good" good shell \
	'^kenv: fill=20480$'
check "fill: 20 KiB go through the console, whole and in order" \
	filled shell 20480

# shellcheck disable=SC2046 # a list of arguments
qemu ovmf -M q35 -m 256 -nic none $(firmware efi "$TMP/vars") -snapshot \
	-drive "format=raw,file=$TMP/good.img"
check "the same disk boots on a PC with OVMF" test "$(verdict $?)" = good
report <"$TMP/ovmf.e9" >"$TMP/ovmf.report"
xen_normalised "$TMP/ovmf.report" >"$TMP/ovmf.report.txt"
for name in m256-c1 ovmf; do
	facts "$TMP/$name.report.txt" >"$TMP/$name.facts"
done
same "the kernel reports the same there" "$TMP/m256-c1.facts" "$TMP/ovmf.facts"
done_testing
