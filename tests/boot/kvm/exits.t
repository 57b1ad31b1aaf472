#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit keeps KVM out of the way: exits between the PVH entry and the native
# one, by reason, are no more than these.
. tests/boot/kvm/judge.sh
needs_kvm
if ! has_vmm; then
	done_testing
	exit
fi
if [ "$(kvm_where)" = here ] && [ ! -w /sys/kernel/tracing/trace ]; then
	leave_out "KVM's exits" "only root can have them counted"
	done_testing
	exit
fi

at_most() { # NAME NUMBER
	at_most_found=$(sed -n "s/^$1 //p" "$TMP/exits")
	echo "$1: $at_most_found"
	[ "${at_most_found:-9999}" -le "$2" ]
}

check "they are counted" sh -c "sh tests/boot/kvm/exits.sh >'$TMP/exits'"
note <"$TMP/exits"
check "CPUID: two" at_most cpuid 2
check "MSR: one" at_most msr 1
check "control registers: three" at_most cr 3
check "ports: none" at_most port 0
check "anything else: none" at_most other 0
check "the two CPUIDs are seen at all" grep -x "cpuid 2" "$TMP/exits"
done_testing
