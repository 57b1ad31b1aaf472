#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# sh tests/lib/run.sh PROVE-ARGUMENTS...: runs prove, and after its summary
# lists what was left out and why. Fails if everything was left out.
set -u
BUILD=${BUILD:-build}
left_out=$BUILD/test/left-out

mkdir -p "$BUILD/test"
rm -f "$left_out" "$left_out.whole"
prove "$@"
status=$?
[ -s "$left_out" ] || exit $status

echo "Left out: $(wc -l <"$left_out")"
sort "$left_out" | sed 's/^/  /'
tests=0
for word; do
	[ ! -f "$word" ] || tests=$((tests + 1))
done
if [ -f "$left_out.whole" ] && [ "$(wc -l <"$left_out.whole")" = $tests ]; then
	echo "Nothing was tested." >&2
	exit 1
fi
exit $status
