#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
FIRMWARE=efi
. tests/boot/grub/boots.sh
done_testing
