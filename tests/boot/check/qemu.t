#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the machine's QEMU does with each file, on microvm. A PC's firmware gets
# in the way of what lies below 1 MiB, so that some have to boot on pc, too.
. tests/boot/check/judge.sh
. tests/boot/check/qemu.sh

make_set
ask
try_all
agree QEMU
done_testing
