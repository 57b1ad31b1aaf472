#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A thousand boots, no two different. "make soak N=" boots as many as one likes.
. tests/lib/tap.sh

N=${N:-1000}
export N
# prove runs another test beside it.
if J=1 sh tests/boot/soak.sh >"$TMP/log" 2>&1; then
	tail -n 2 "$TMP/log" | note
	ok "$N boots, all the same"
else
	not_ok "$N boots, all the same" <"$TMP/log"
fi
done_testing
