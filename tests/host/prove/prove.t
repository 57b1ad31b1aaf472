#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What "make prove" proves, a test for each proof.
. tests/lib/tap.sh
set -- tests/host/prove/*.c

if ! boot/packages/fetch cbmc "$BUILD/prove" >"$TMP/fetch" 2>&1; then
	for proof; do
		skip "$proof" "$(tail -n 1 "$TMP/fetch")"
	done
	done_testing
	exit
fi
tests/host/prove/prove.py "$BUILD/prove/cbmc" "$BUILD/prove/out" >"$TMP/table" 2>&1
note <"$TMP/table"
for proof; do
	name=$(basename "$proof" .c)
	check "$name" grep -qE "^$name .* proved$" "$TMP/table"
done
done_testing
