# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# TAP for shell tests (https://testanything.org): source it, call plan first.
# Tests are not numbered, for some are judged in subshells.
# Tests run from the top folder; what they write goes below $BUILD/test.

BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
TMP=$BUILD/test/$(echo "${0%.t}" | sed "s|.*tests/||; s|/|-|g")
mkdir -p "$TMP"
export PYTHONDONTWRITEBYTECODE=1
export LC_ALL=C # what tools say is read

plan() { # NUMBER
	tap_plan=$1
	echo "1..$1"
}

# Diagnostics: the lines of standard input.
note() {
	sed 's/^/# /'
}

ok() { # DESCRIPTION
	echo "ok - $1"
}

# The lines of standard input say why.
not_ok() { # DESCRIPTION
	echo "not ok - $1"
	note
}

# With CI=true all that a test needs must be there.
skip() { # DESCRIPTION REASON
	if [ "${CI:-}" = true ]; then
		echo "skipped with CI=true: $2" | not_ok "$1"
	else
		leave_out "$1" "$2"
	fi
}

# What cannot be had everywhere. tests/lib/run.sh tells of it, and of tests of
# which it is the whole.
leave_out() { # DESCRIPTION REASON
	ok "$1 # SKIP $2"
	echo "$1: $2" >>"$BUILD/test/left-out"
	[ "$tap_plan" != 1 ] || echo "$0" >>"$BUILD/test/left-out.whole"
}

# Runs a command: ok if it succeeds, its output if it does not.
check() { # DESCRIPTION COMMAND...
	check_what=$1
	shift
	if "$@" >"$TMP/check.log" 2>&1; then
		ok "$check_what"
	else
		not_ok "$check_what" <"$TMP/check.log"
	fi
}

# The same text, or the difference between them.
same() { # DESCRIPTION EXPECTED-FILE GOT-FILE
	check "$1" diff -u "$2" "$3"
}
