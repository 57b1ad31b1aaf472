# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What jobs have in common: a job is a script that runs VMMs one after the
# other, in a folder with all that it names. $vmm and $inner_qemu are the
# programs, and $out the folder for the traces: NAME.con (COM1), NAME.e9,
# NAME.err (standard error), NAME.rc (the status), NAME.exits (KVM's exits).
: "${vmm:?}" "${inner_qemu:?}" "${out:?}"
tracing=/sys/kernel/tracing
seconds=120 # a run takes about one

run() { # NAME COMMAND...
	name=$1
	shift
	echo "@ $name"
	timeout $seconds "$@" >"$out/$name.con" 2>"$out/$name.err" </dev/null
	echo $? >"$out/$name.rc"
}

vmm() { # NAME KEY=VALUE...
	vmm_name=$1
	shift
	run "$vmm_name" "$vmm" "e9=$out/$vmm_name.e9" "$@"
}

inner_qemu() { # NAME QEMU-ARGUMENTS...
	qemu_name=$1
	shift
	run "$qemu_name" "$inner_qemu" -nodefaults -display none -no-reboot \
		-serial stdio -debugcon "file:$out/$qemu_name.e9" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 "$@"
}

# Runs a command, with NAME.exits: a line for each exit to KVM that the filter
# lets through. Only root can have that.
traced() { # NAME FILTER COMMAND...
	traced_name=$1 traced_filter=$2
	shift 2
	if [ ! -w $tracing/trace ]; then
		"$@"
		return
	fi
	echo >$tracing/trace
	echo "$traced_filter" >$tracing/events/kvm/kvm_exit/filter
	echo 1 >$tracing/events/kvm/kvm_exit/enable
	"$@"
	echo 0 >$tracing/events/kvm/kvm_exit/enable
	echo 0 >$tracing/events/kvm/kvm_exit/filter
	grep 'kvm_exit: ' $tracing/trace >"$out/$traced_name.exits"
}
