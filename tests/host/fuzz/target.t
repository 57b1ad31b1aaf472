#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The target of the fuzzers that has the name of this file: runs every kept
# input, then new ones for 10 s (FUZZ_SECONDS).
. tests/lib/tap.sh
. tests/host/fuzz/fuzz.sh

target=$(basename "$0" .t)
seconds=${FUZZ_SECONDS:-10}

if replay "$target"; then
	ok "$target: the kept inputs"
else
	tail -n 40 "$FUZZ/$target.replay.log" |
		not_ok "$target: the kept inputs"
fi
if fuzz "$target" "$seconds"; then
	ok "$target: $seconds s of new inputs"
else
	{
		crashes "$target"
		tail -n 40 "$FUZZ/$target.log"
	} | not_ok "$target: $seconds s of new inputs"
fi
{
	heading
	row "$target"
} | note
done_testing
