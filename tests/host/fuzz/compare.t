#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit and the oracle agree on what cases mean in each native format, and the
# kept inputs still reach the kit's branches.
. tests/lib/tap.sh
. tests/host/fuzz/fuzz.sh

# shellcheck disable=SC2046 # folders without blanks
check "the kept cases mean the same to the kit and to the oracle" \
	tests/host/fuzz/compare -n 0 freebsd $(find $(inputs door) -type f)
compares() { # NUMBER FORMAT
	check "$2: $1 random cases mean the same to both" \
		tests/host/fuzz/compare -n "$1" "$2"
	note <"$TMP/check.log"
}
compares 3000 freebsd
compares 2000 multiboot
compares 1500 limine
# shellcheck disable=SC2086 # a list
check "the kept inputs reach 97 % of the kit's branches" \
	tests/host/fuzz/coverage 97 $FUZZ_TARGETS
note <"$TMP/check.log"
done_testing
