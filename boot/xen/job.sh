# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What jobs of dom0 have in common that run domUs, one after the other, and then
# write the traces of all to dom0's console, as a tar archive in base64: on the
# other side of it domus.sh reads that.
out=/tmp/out
config=/pvh.cfg
seconds=60
stuck=
mkdir -p $out

# Runs a domU from $config. Leaves NAME.rc and NAME.xl (xl's status and output),
# NAME.list (the domains afterwards), NAME.xen (Xen's log) and NAME.con (the
# domain's console). If one does not end, no more are started.
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
