# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of KVM have in common.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/boot/kvm/lib.sh

TRACES=$TMP/out

# Ends the test if there is no KVM to be had. Whether the VMM could be built is
# another question: see has_vmm().
needs_kvm() {
	needs=$(kvm_missing)
	[ -z "$needs" ] ||
		skip_all "KVM" "$(echo "$needs" | sed -n 1p): see make check-kvm"
	kvm_says >"$TMP/says"
	[ ! -s "$KVM_DIR/vmm" ] ||
		sed 's/^librust-//' "$KVM_DIR/vmm.versions" >>"$TMP/says"
	note <"$TMP/says"
}

# Leaves out, in one line, what needs the VMM, also with CI=true: the crates are
# sid's, which may drop or change them on any day.
has_vmm() {
	[ ! -s "$KVM_DIR/vmm" ] || return 0
	has_vmm_why=$(cat "$KVM_DIR/vmm.why" 2>/dev/null)
	leave_out "the VMM of Debian's crates" \
		"${has_vmm_why:-not built: see make check-kvm}"
	return 1
}

# Starts a job, in the folder $TMP/job; its commands are added to the file job.
make_job() {
	rm -rf "$TMP/job"
	mkdir -p "$TMP/job"
	echo '. ./job.sh' >"$TMP/job/job"
	cp "$KERNEL" "$TMP/job/kernel.elf"
}

job() {
	for job_word; do
		printf "'%s' " "$(printf '%s' "$job_word" | sed "s/'/'\\\\''/g")"
	done >>"$TMP/job/job"
	echo >>"$TMP/job/job"
}

# How a run ended, in words.
kvm_verdict() { # NAME
	kvm_rc=$(cat "$TRACES/$1.rc" 2>/dev/null)
	case $kvm_rc in
	33) echo good ;;
	35) echo failed ;;
	64) echo "the VMM's own way" ;;
	66) echo halt ;;
	68) echo "triple fault" ;;
	70) echo "Xen's power-off" ;;
	76) echo "Xen's crash" ;;
	124 | 137 | 143) echo timeout ;;
	'') echo "not run" ;;
	*) echo "status $kvm_rc" ;;
	esac
}

# Whether the verdict is the expected one.
kvm_ended() { # NAME EXPECTED
	kvm_got=$(kvm_verdict "$1")
	[ "$kvm_got" != "$2" ] || return 0
	echo "expected $2, got $kvm_got"
	cat "$TRACES/$1.err"
	tail -n 40 "$TRACES/$1.txt"
	return 1
}

# Whether the boot is good, the two consoles agree, and the report has a line
# for each pattern.
kvm_good() { # NAME PATTERN...
	kvm_name=$1
	shift
	kvm_ended "$kvm_name" good &&
		says "$TRACES/$kvm_name.txt" "$@" &&
		diff -u "$TRACES/$kvm_name.e9" "$TRACES/$kvm_name.txt"
}
