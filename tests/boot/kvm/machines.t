#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kernel on KVM: in a VMM made of the crates that real ones share, with two
# layouts, memory below and above the hole at 3 GiB, and one or two CPUs; and in
# QEMU. Leaves a table.
. tests/boot/kvm/judge.sh
needs_kvm
make_job
module=$TMP/job/module
boot_module "$module"
contents=$(contents "$module")

# All boots: "row PROGRAM LAYOUT MIB CPUS GIVEN" for each. QEMU starts slowly in
# an emulated machine, so that it has fewer.
rows() {
	if [ -z "$no_vmm" ]; then
		for layout in firecracker cloud-hypervisor; do
			for mib in 128 4096; do
				for cpus in 1 2; do
					row vmm $layout $mib $cpus nothing
					row vmm $layout $mib $cpus both
				done
			done
			row vmm $layout 3073 1 initrd
			row vmm $layout 16 1 cmdline
		done
	fi
	for machine in pc q35 microvm; do
		row qemu $machine 128 1 both
		row qemu $machine 4096 2 nothing
	done
}

# ---- what a row does, by $mode: run, test or show

row() { # PROGRAM LAYOUT MIB CPUS GIVEN
	name=$1-$2-$3-$4-$5
	"row_$mode" "$@"
}

# The words of vmm's initrd= and cmdline=, or of QEMU's options.
row_run() { # PROGRAM LAYOUT MIB CPUS GIVEN
	program=$1 layout=$2 mib=$3 cpus=$4 given=$5
	set -- kernel=kernel.elf "layout=$layout" "mib=$mib" "cpus=$cpus"
	[ "$program" = vmm ] || set -- -accel kvm -cpu host -M "$layout" \
		-m "$mib" -smp "$cpus" -kernel kernel.elf
	case $program:$layout in
	qemu:microvm) set -- "$@" -bios qboot.rom ;;
	esac
	case $program:$given in
	vmm:both | vmm:initrd) set -- "$@" initrd=module ;;
	qemu:both) set -- "$@" -initrd module ;;
	esac
	case $program:$given in
	vmm:both | vmm:cmdline) set -- "$@" "cmdline=$BOOT_APPEND" ;;
	qemu:both) set -- "$@" -append "$BOOT_APPEND" ;;
	esac
	case $program in
	vmm) job vmm "$name" "$@" ;;
	qemu) job inner_qemu "$name" "$@" ;;
	esac
}

# The end of RAM, as the map has it.
last() { # MIB
	if [ "$1" -le 3072 ]; then
		printf '0x%016x' $((($1 << 20) - 1))
	else
		printf '0x%016x' $((($1 + 1024 << 20) - 1))
	fi
}

row_test() { # PROGRAM LAYOUT MIB CPUS GIVEN
	case $5 in
	both | initrd)
		module_is="^module: 0 module0 md_image 0x[0-9a-f]+ $contents\$"
		;;
	*) module_is='^module: none$' ;;
	esac
	case $5 in
	both | cmdline) set -- "$@" '^kenv: motd=hello, world$' \
		'^howto: 0x802 single verbose$' ;;
	*) set -- "$@" '^howto: 0x0$' ;;
	esac
	if [ "$1" = vmm ]; then
		set -- "$@" "^map: 0x[0-9a-f]+-$(last "$3") ram\$" \
			"^acpi: APIC 0x[ae]0050 $((56 + 8 * $4)) ok\$"
	elif [ "$3" = 4096 ]; then
		set -- "$@" '^map: 0x0000000100000000-0x0*1[0-9a-f]*fffff ram$'
	fi
	shift 5
	check "$name" kvm_good "$name" '^loader: pvh$' '^hypervisor: KVM$' \
		"$module_is" "$@"
	case $name in
	vmm-*-both) row_transcript "${name%-both}" ;;
	esac
}

# Two CPUs have one more entry in a table of ACPI's, and no other line differs.
row_transcript() { # NAME-MIB-CPUS
	normalised "$TRACES/$1-both.txt" |
		sed 's/^\(acpi: APIC ADDR\) [0-9]*/\1 SIZE/' >"$TMP/$1.txt"
	row_name=kvm-${1#vmm-}
	row_name=${row_name%-[12]}
	check "$1: as in $EXPECT/$row_name.txt" \
		transcript "$row_name" "$TMP/$1.txt"
}

row_show() { # PROGRAM LAYOUT MIB CPUS GIVEN
	case $5 in
	both) row_given="initrd, command line" ;;
	cmdline) row_given="command line" ;;
	*) row_given=$5 ;;
	esac
	row_how=$(kvm_verdict "$name")
	[ "$row_how" != good ] || row_how="ok, $(ended_by "$name")"
	printf '%-5s %-17s %5s  %-4s  %-21s %s\n' "$1" "$2" "$3" "$4" \
		"$row_given" "$row_how"
}

# What the VMM says of the end; QEMU has no such line.
ended_by() { # NAME
	sed -n 's/^end: \(.*\) at rip .*/\1/p' "$TRACES/$1.err" | grep . ||
		echo "port 0xf4"
}

has_vmm && no_vmm= || no_vmm=yes
mode=run
rows
check "the job comes to its end" kvm_run 900 "$TMP/job" "$TRACES"
note <"$TMP/check.log"
mode='test'
rows
{
	cat "$TMP/says"
	echo
	printf '%-5s %-17s %5s  %-4s  %-21s %s\n' VMM layout MiB CPUs \
		"handed over" ended
	mode=show
	rows
} >"$TMP/table"
note <"$TMP/table"

# ---- where the machine has a KVM, that is used

# Runs a job on this machine, with a script in the VMM's place.
runs_here() {
	here_dir=$(mkdir -p "$TMP/here" && cd "$TMP/here" && pwd)
	cat >"$here_dir/vmm" <<-'END'
	#!/bin/sh
	printf '%s\r\n' "$@"
	echo "end: no end" >&2
	exit 35
	END
	chmod 755 "$here_dir/vmm"
	make_job
	job vmm one kernel=kernel.elf "cmdline=two words"
	(
		KVM_DIR=$here_dir KVM_WHERE=here
		kvm_run 20 "$TMP/job" "$TMP/here-out"
	) || return 1
	[ "$(cat "$TMP/here-out/one.rc")" = 35 ] &&
		grep -qx 'cmdline=two words' "$TMP/here-out/one.txt" &&
		grep -qx 'end: no end' "$TMP/here-out/one.err"
}
check "on the machine itself jobs run in the same way" runs_here
done_testing
