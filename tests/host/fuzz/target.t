#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A target of the fuzzers, by the name of this file: every input that is kept,
# then 30 s (FUZZ_SECONDS) of new ones.
. tests/lib/tap.sh
. tests/host/fuzz/fuzz.sh

target=$(basename "$0" .t)
seconds=${FUZZ_SECONDS:-30}

if replay "$target"; then
	ok "$target: the inputs that are kept"
else
	tail -n 40 "$FUZZ/$target.replay.log" |
		not_ok "$target: the inputs that are kept"
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
