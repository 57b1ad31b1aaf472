#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# date.sh: prints the time that all packed files get, in seconds since 1970. It
# is SOURCE_DATE_EPOCH, if that is set, or else the day of the version, which
# NEWS says: so the same tree gives the same bytes, with and without git.
set -eu

die() {
	printf '%s: %s\n' "$0" "$1" >&2
	exit 1
}

version=$(cat arch/pvh/VERSION)
day=$(sed -n "s/^$version, \([0-9]*-[0-9]*-[0-9]*\)\$/\1/p" NEWS)
[ -n "$day" ] || die "NEWS has no line with the day of version $version"
epoch=${SOURCE_DATE_EPOCH:-$(date -u -d "$day" +%s)}
case $epoch in
'' | *[!0-9]*) die "SOURCE_DATE_EPOCH is no number of seconds: $epoch" ;;
esac
echo "$epoch"
