#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
FIRMWARE=efi
. tests/boot/grub/doors.sh
done_testing
