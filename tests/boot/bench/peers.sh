#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit beside others; peers.py has the ways to boot, and what it measures.
set -eu
QEMU=${QEMU:-qemu-system-x86_64}
. tests/lib/step.sh
. boot/efi/firmware.sh
missing=$(firmware_missing efi)
[ -z "$missing" ] || [ -n "${QUICK:-}" ] || {
	echo "$missing: see make deps" >&2
	exit 1
}
# shellcheck disable=SC2154 # step.sh's
export STEP="$step" QEMU OVMF_CODE OVMF_VARS
version=$("$QEMU" --version) # or the shell says what is missing
echo "$version" | sed 1q
exec python3 -B tests/boot/bench/peers.py
