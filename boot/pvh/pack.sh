#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# sh boot/pvh/pack.sh ARCHIVE KERNEL [MODULE...]: packs files for loader.elf,
# without their folders, the kernel first.
set -eu

archive=$1
shift
rm -f "$archive"
set -- "$@" end
while [ "$1" != end ]; do
	set -- "$@" -C "$(cd "$(dirname "$1")" && pwd)" "$(basename "$1")"
	shift
done
shift
tar --format=ustar -cf "$archive" "$@"
