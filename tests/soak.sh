#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Boots the kernel N times on a microvm, J at a time. The first report must be
# tests/expect/microvm.txt, all others the same as the first, byte by byte.
# Ctrl-C ends it early, with a summary. What a boot that failed left behind is
# kept. The kernel is copied first, so that a build does no harm.
set -u
. tests/tap.sh
. tests/boot/qemu.sh

N=${N:-1000}
J=${J:-2}
ENOUGH=20 # failures, after which there is no more to learn
TMP=$TMP/$$
mkdir -p "$TMP/failed"
cp "$KERNEL" "$TMP/kernel.elf"
boot_module "$TMP/module.bin"

one() { # NAME
	qemu "$1" -kernel "$TMP/kernel.elf" -M microvm -m 128 \
		-initrd "$TMP/module.bin" -append "$BOOT_APPEND"
}

# Every J-th boot from W on.
worker() { # W
	i=$1 done=0
	while [ "$i" -le "$N" ] && ! [ -e "$TMP/stop" ]; do
		one "$1"
		status=$?
		if [ $status != 33 ] || ! cmp -s "$boot.com1" "$TMP/first.com1" ||
			! cmp -s "$boot.e9" "$TMP/first.e9"; then
			for file in com1 e9 cpu qemu; do
				mv "$boot.$file" "$TMP/failed/$i.$file"
			done
			boot=$TMP/failed/$i
			verdict $status | sed 's/good/another report/' >"$boot.verdict"
			echo "boot $i: $(cat "$boot.verdict"), see $boot.*"
			[ "$(failures)" -lt $ENOUGH ] || : >"$TMP/stop"
		fi
		done=$((done + 1))
		echo $done >"$TMP/$1.done"
		[ $((i % STEP)) != 0 ] || progress "$i"
		i=$((i + J))
	done
}

failures() {
	set -- "$TMP"/failed/*.verdict
	[ -e "$1" ] || shift
	echo $#
}

seconds() {
	echo $(($(date +%s) - START))
}

progress() { # BOOTS
	echo "boot $1 of $N, $(failures) failed, $(seconds) s"
}

STEP=$((N < 20 ? N : N / 20))
START=$(date +%s)
one first
status=$?
normalised "$TMP/first.com1" >"$TMP/first.txt"
normalised "$TMP/first.e9" >"$TMP/first.txt2"
if [ $status != 33 ] || ! cmp "$TMP/first.txt" "$TMP/first.txt2" ||
	! diff -u tests/expect/microvm.txt "$TMP/first.txt"; then
	echo "the first boot: $(verdict $status), see $boot.*"
	exit 1
fi

trap ': >"$TMP/stop"' INT TERM HUP
workers=
for w in $(seq "$J"); do
	worker "$w" &
	workers="$workers $!"
done
for worker in $workers; do
	while kill -0 "$worker" 2>/dev/null; do # a signal ends wait, too
		wait "$worker"
	done
done

boots=$(cat "$TMP"/*.done | awk '{ n += $1 } END { print n + 0 }')
failed=$(failures)
echo "$boots boots of $N, $failed failed, $(seconds) s, kernel.elf" \
	"$(sha256sum "$TMP/kernel.elf" | cut -c -16)"
if [ "$failed" = 0 ]; then
	[ "$boots" = 0 ] || awk -v n="$boots" 'BEGIN {
		printf "95 %% upper bound of failures: 3/N, %.1e\n", 3 / n
	}'
	rm -rf "$TMP"
fi
[ "$failed" = 0 ] && [ "$boots" = "$N" ]
