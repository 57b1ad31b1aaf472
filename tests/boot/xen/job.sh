# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the jobs of dom0 have in common (domu.job, tests/boot/chain/job): domUs, one
# after the other, and what is known of each, handed over as base64 of a tar
# archive on dom0's console. The test's side of it is domus.sh.
out=/tmp/out
config=/pvh.cfg
seconds=60
stuck=
mkdir -p $out

# A domU from $config. Leaves NAME.rc and NAME.xl (xl's status and words),
# NAME.list (the domains afterwards), NAME.xen (Xen's log) and NAME.con (what
# the domain's console said). After one that does not end there are no more.
domu() { # NAME KEY=VALUE...
	name=$1
	shift
	[ -z "$stuck" ] || return
	echo "@ domU $name, up $(cut -d ' ' -f 1 /proc/uptime) s"
	xl dmesg -c >/dev/null
	timeout $seconds xl create -F $config "name=\"$name\"" "$@" \
		>$out/"$name.xl" 2>&1 </dev/null
	echo $? >$out/"$name.rc"
	xl list >$out/"$name.list"
	if xl destroy "$name" 2>/dev/null; then
		echo "timeout: it has not ended within $seconds s" >>$out/"$name.xl"
		stuck=$name
	fi
	xl dmesg >$out/"$name.xen"
	cat "/var/log/xen/guest-$name.log" >$out/"$name.con" 2>/dev/null
}

results() {
	echo "@ results"
	tar -c -z -C $out . | base64
	echo "@ end, up $(cut -d ' ' -f 1 /proc/uptime) s"
}
