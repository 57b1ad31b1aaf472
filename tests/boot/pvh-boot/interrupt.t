#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pvh-boot that is interrupted leaves no process and no temporary file behind.
. tests/boot/pvh-boot/lib.sh
XEN=4.17
export XEN
. boot/xen/xen.sh
patch hang btext 0 '\0372\0364\0353\0375' # cli, hlt, jmp -3

# Whether it ends with the status, and leaves nothing. SIGNAL goes to it as a
# terminal sends it, to the whole group, or to it alone; once what PATTERN names
# runs.
interrupted() { # SIGNAL group|alone STATUS PATTERN COMMAND...
	python3 - "$@" <<-'END2' || return 1
	import os, signal, subprocess, sys, time
	name, whom, status, pattern = sys.argv[1:5]
	def begin():
	    os.setsid()
	    signal.signal(signal.SIGINT, signal.SIG_DFL)
	process = subprocess.Popen(sys.argv[5:], preexec_fn=begin,
	    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	while subprocess.run(["pgrep", "-f", pattern],
	    stdout=subprocess.DEVNULL).returncode != 0:
	    if process.poll() is not None:
	        sys.exit("it ended too early, with status %d" % process.returncode)
	    time.sleep(0.1)
	time.sleep(0.5)
	number = getattr(signal, name)
	if whom == "group":
	    os.killpg(process.pid, number)
	else:
	    os.kill(process.pid, number)
	got = process.wait(timeout=60)
	if got != int(status):
	    sys.exit("it ended with status %d, not %s" % (got, status))
	END2
	nothing_left
}

# A name that no other QEMU has.
ln -sf "$(command -v "$QEMU")" "$TMP/qemu"
QEMU=$TMP/qemu
running="${TMP##*/}/qem[u]"

for way in q35 xen-dom0 xl; do
	if [ $way != q35 ] && [ -n "$(xen_missing)" ]; then
		skip "$way is interrupted" "no Xen: see make fetch-xen"
		continue
	fi
	check "$way: Control-C" interrupted SIGINT group 130 "$running" \
		$PVH_BOOT --on $way "$patched"
	check "$way: killed" interrupted SIGTERM alone 143 "$running" \
		$PVH_BOOT --on $way "$patched"
done

# A fetcher that takes for ever, in a copy of the program.
install_copy
cat >"$installed/share/pvh/boot/packages/fetch" <<'END3'
mkdir -p "$2/$1.part"
sleep 600
END3
PVH_CACHE=$TMP/cache
rm -rf "$PVH_CACHE"
check "while Xen is fetched" interrupted SIGINT group 130 \
	'packages/fetc[h] 4.17' "$installed/bin/pvh-boot" --on xen-dom0 "$patched"
check "while Xen is fetched: nothing half fetched is left" \
	sh -c "[ -d $PVH_CACHE/xen ] && ! find $PVH_CACHE -name '*.part' | grep ."
fetchers() {
	! pgrep -f 'packages/fetc[h] 4.17 .*interrupt/cache'
}
check "while Xen is fetched: no process is left" fetchers
done_testing
