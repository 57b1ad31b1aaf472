#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit and the oracle agree on what cases mean, and the kept inputs still
# reach the kit's branches.
. tests/lib/tap.sh
. tests/host/fuzz/fuzz.sh

# shellcheck disable=SC2046 # folders without blanks
check "the kept cases mean the same to the kit and to the oracle" \
	tests/host/fuzz/compare -n 0 $(find $(inputs door) -type f)
check "3000 random cases mean the same to both" \
	tests/host/fuzz/compare -n 3000
note <"$TMP/check.log"
# shellcheck disable=SC2086 # a list
check "the kept inputs reach 97 % of the kit's branches" \
	tests/host/fuzz/coverage 97 $FUZZ_TARGETS
note <"$TMP/check.log"
done_testing
