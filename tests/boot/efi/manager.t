#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The loader started by the boot manager, which clears the screen afterwards:
# after a failure the loader waits ten seconds, then returns the status, and the
# next boot option is tried.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

printf 'reset -s\r\n' >"$TMP/startup.nsh"
disk "$TMP/disk.img" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
	"/startup.nsh=$TMP/startup.nsh"
start=$(date +%s)
ovmf failed "$TMP/disk.img" -M q35 -m 128
status=$?
seconds=$(($(date +%s) - start))
loader_says failed '/boot/kernel/kernel: no such file (Not Found'
loader_says failed 'press a key, or wait 10 seconds'
check "failed: it took $seconds s" test $seconds -ge 10
check "failed: the boot manager goes on to the shell" sh -c "
	[ $(verdict $status) = quit ] &&
	grep -qa 'failed to start .*: Not Found' $TMP/failed.com1"
done_testing
