# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# TAP for shell tests (https://testanything.org). Source it first, and end with
# done_testing: a script that does not has failed. Tests are not numbered, as
# some are judged in subshells; the file $TAP counts them. Scripts run from the
# top folder, and write below $BUILD/test.

BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
TMP=$BUILD/test/$(echo "${0%.t}" | sed "s|.*tests/||; s|/|-|g")
mkdir -p "$TMP"
export PYTHONDONTWRITEBYTECODE=1
export LC_ALL=C # tools' messages are read

TAP=$TMP/tap
: >"$TAP"

# Prints how many tests there were.
done_testing() {
	[ -s "$TAP" ] || { echo "$0: not one test" >&2 && exit 1; }
	[ "$(sort -u "$TAP")" != skipped ] ||
		echo "$0" >>"$BUILD/test/left-out.whole"
	echo "1..$(wc -l <"$TAP")"
}

# Diagnostics: the lines of standard input.
note() {
	sed 's/^/# /'
}

ok() { # DESCRIPTION
	echo "ok - $1"
	echo passed >>"$TAP"
}

# The lines of standard input say why.
not_ok() { # DESCRIPTION
	echo "not ok - $1"
	echo failed >>"$TAP"
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

# Skips what cannot be had everywhere, even with CI=true. tests/lib/run.sh lists
# what was left out.
leave_out() { # DESCRIPTION REASON
	echo "ok - $1 # SKIP $2"
	echo skipped >>"$TAP"
	echo "$1: $2" >>"$BUILD/test/left-out"
}

# Instead of all tests.
skip_all() { # DESCRIPTION REASON
	skip "$@"
	done_testing
	exit
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

# The two files are the same; if not, shows the difference.
same() { # DESCRIPTION EXPECTED-FILE GOT-FILE
	check "$1" diff -u "$2" "$3"
}
