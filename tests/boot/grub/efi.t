#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
FIRMWARE=efi TESTS=6
. tests/boot/grub/doors.sh
