#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# How runs on KVM end that are not good, and a kernel on a VMM without a port to
# end by: each must be told from the others, or the good boots would say little.
. tests/boot/kvm/judge.sh
needs_kvm
if ! has_vmm; then
	done_testing
	exit
fi
make_job

# A job with a patched copy of the kernel.
patched_job() { # NAME SYMBOL OFFSET BYTES KEY=VALUE...
	patch "$1" "$2" "$3" "$4" || { echo "$1: nothing patched" >&2 && exit 1; }
	cp "$patched" "$TMP/job/$1.elf"
	patched_name=$1
	shift 4
	job vmm "$patched_name" "kernel=$patched_name.elf" "$@"
}

patched_job entry pvh_start32 0 '\017\013'    # ud2, before there is an IDT
patched_job halt pvh_start32 0 '\372\364'     # cli, hlt
patched_job door pvh_parse 0 '\017\013'       # ud2
patched_job spin btext 0 '\353\376'           # jmp to itself
job vmm crash kernel=kernel.elf cmdline=crash=1
job vmm register kernel=kernel.elf layout=wrong-ebx
job vmm command kernel=kernel.elf cpu=2
cp "$BUILD/native.elf" "$TMP/job/"
job vmm no-note kernel=native.elf
for layout in firecracker cloud-hypervisor; do
	job vmm end-$layout kernel=kernel.elf layout=$layout exit=no
done
sed -i 's/^.vmm. .spin./seconds=5; &/; s/^.vmm. .crash./seconds=120; &/' \
	"$TMP/job/job"

# Whether a run ended so, at an address.
ended_at() { # NAME VERDICT RIP
	cat "$TRACES/$1.err"
	kvm_ended "$1" "$2" && grep -E "^end: .* at rip $3\$" "$TRACES/$1.err"
}

# Whether the boot was refused, and this is all that both consoles have.
refused() { # NAME LINE
	kvm_ended "$1" failed && echo "$2" >"$TMP/expected" &&
		diff -u "$TMP/expected" "$TRACES/$1.txt" &&
		sed '/^$/d' "$TRACES/$1.e9" | diff -u "$TMP/expected" -
}

# Whether the VMM itself gave up, with this as its last line.
gave_up() { # NAME PATTERN
	kvm_ended "$1" "status 1" && grep -E "^vmm: $2" "$TRACES/$1.err"
}

entry=$(physical pvh_start32 0)
check "the job comes to its end" kvm_run 600 "$TMP/job" "$TRACES"
note <"$TMP/check.log"
check "ud2 at the entry: triple fault" kvm_ended entry "triple fault"
check "hlt at the entry: halt, where it is" ended_at halt halt \
	"$(printf 0x%x $((entry + 2)))"
check "ud2 in the door: the trap's line" refused door \
	"pvh: trap 0x6 at 0x$(high "$(physical pvh_parse 0)"), cr2 0x0"
check "endless loop: timeout" kvm_ended spin timeout
check "crash=1: failed" kvm_ended crash failed
check "crash=1: the report says so" grep '^boot: failed: ' "$TRACES/crash.txt"
check "ebx 8 bytes too high: the door notices" refused register \
	'pvh: start_info: magic is 0x0, not 0x336ec578'
check "a key that is none: the VMM's line" gave_up command 'cpu=2: the keys'
check "no note: the VMM's line" gave_up no-note 'native.elf: .*PVH'
for layout in firecracker cloud-hypervisor; do
	check "$layout, no port 0xf4: the report is whole" says \
		"$TRACES/end-$layout.txt" '^loader: pvh$'
	check "$layout, no port 0xf4: ends as that VMM does" \
		kvm_ended end-$layout "the VMM's own way"
done
done_testing
