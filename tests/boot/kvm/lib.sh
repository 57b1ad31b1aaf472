# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Runs jobs on a KVM: the machine's own, or that of a machine which QEMU
# emulates with SVM and nested paging. Source it with $BUILD and $QEMU set.
# KVM_WHERE, if set, is which of the two: here or nested.
. boot/xen/domus.sh

KVM_DIR=$(mkdir -p "$BUILD/kvm" && cd "$BUILD/kvm" && pwd)
KVM_QEMU=$BUILD/versions/qemu-10.0/qemu

kvm_where() {
	if [ -n "${KVM_WHERE:-}" ]; then
		echo "$KVM_WHERE"
	elif [ -c /dev/kvm ] && (exec 3<>/dev/kvm) 2>/dev/null; then
		echo here
	else
		echo nested
	fi
}

# What this KVM is, for people.
kvm_says() {
	case $(kvm_where) in
	here) echo "the machine's own /dev/kvm, Linux $(uname -r)" ;;
	*)
		echo "KVM in an emulated machine:" \
			"$("$QEMU" --version | sed -n '1s/ (.*//p')," \
			"$(sed -n 's/^linux-image-\([^ ]*\) .*/Linux \1/p' \
				"$KVM_DIR/kvm/packages")"
		;;
	esac
}

# Prints what is missing of what jobs need, but for the VMM: that may be
# impossible to build.
kvm_missing() {
	[ -x "$KVM_QEMU" ] || echo "no $KVM_QEMU"
	[ "$(kvm_where)" = nested ] || return 0
	for kvm_file in kvm/linux initramfs; do
		[ -s "$KVM_DIR/$kvm_file" ] || echo "no $KVM_DIR/$kvm_file"
	done
	command -v "$QEMU" >/dev/null || echo "no $QEMU"
}

# Runs FOLDER/job, which uses job.sh; leaves its traces in the folder OUT, as
# job.sh describes them, and NAME.txt, which is NAME.con without carriage
# returns. Fails if the job has not come to its end.
kvm_run() { # SECONDS FOLDER OUT
	rm -rf "$3"
	mkdir -p "$3"
	cp tests/boot/kvm/job.sh "$2"
	"kvm_run_$(kvm_where)" "$@"
}

kvm_run_here() { # SECONDS FOLDER OUT
	(
		out=$(cd "$3" && pwd) vmm=$KVM_DIR/vmm
		inner_qemu=$(cd "${KVM_QEMU%/*}" && pwd)/qemu
		export out vmm inner_qemu
		cd "$2" && timeout "$1" sh ./job
	) >"$2.log" || return 1
	for kvm_con in "$3"/*.con; do
		tr -d '\r' <"$kvm_con" >"${kvm_con%.con}.txt"
	done
}

# On a busy host the kernel's own test of the timer may fail, or the emulated
# machine stands still; then it is started again. A VMM in it that hangs is no
# reason: job.sh ends that, and the job goes on.
kvm_run_nested() { # SECONDS FOLDER OUT
	{
		cat "$KVM_DIR/initramfs"
		mkdir -p "$2.tree" && cp -R "$2" "$2.tree/job"
		(cd "$2.tree" && find . | sort | cpio -o -H newc --quiet)
	} >"$2.initrd"
	for kvm_try in 1 2 3 4 5; do
		: >"$2.com1"
		timeout -k 5 $(($1 / 5)) "$QEMU" -M q35 -accel tcg \
			-cpu EPYC,+svm,+npt -m 1024 -nodefaults -display none \
			-no-reboot -serial "file:$2.com1" \
			-kernel "$KVM_DIR/kvm/linux" -initrd "$2.initrd" \
			-append "console=ttyS0 quiet panic=-1 \
no_timer_check mitigations=off nokaslr" </dev/null 2>"$2.qemu"
		! grep -aq '^@ end' "$2.com1" || break
		echo "try $kvm_try: the emulated machine did not end its job"
	done
	rm -rf "$2.initrd" "$2.tree"
	if ! grep -aq '^@ end' "$2.com1"; then
		tail -n 20 "$2.com1"
		return 1
	fi
	job_results "$2.com1" "$3"
}
