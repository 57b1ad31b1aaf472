#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kernel is entered under QEMU with what other VMMs leave at the PVH entry.
exec python3 -B tests/boot/vmms/vmms_test.py --tap
