#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A thousand boots, all with the same report. "make soak N=" boots more.
. tests/lib/tap.sh

N=${N:-1000}
export N
# One machine at a time, as prove runs another test at the same time.
if J=1 sh tests/boot/soak.sh >"$TMP/log" 2>&1; then
	tail -n 2 "$TMP/log" | note
	ok "$N boots, all the same"
else
	not_ok "$N boots, all the same" <"$TMP/log"
fi
done_testing
