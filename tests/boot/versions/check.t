#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What pvh-check says of QEMU holds for each QEMU of $VERSIONS. The machine's
# own is tests/boot/check/qemu.t's.
. tests/boot/check/judge.sh
. tests/boot/check/qemu.sh
. tests/boot/versions/lib.sh

make_set
ask
for version in ${VERSIONS:-7.2 10.0}; do
	! is_own "$version" || continue
	use_version "$version"
	missing=$(version_missing | sed -n 1p)
	if [ -n "$missing" ]; then
		skip "QEMU $version" "$missing: see make check-versions"
		continue
	fi
	: >"$TMP/real"
	try_all
	agree "QEMU $version"
done
done_testing
