#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What other VMMs leave at the PVH entry, replayed under QEMU.
exec python3 -B tests/boot/vmms/vmms_test.py --tap
