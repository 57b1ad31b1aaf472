#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# CPU models: the report does not depend on them.
. tests/tap.sh
. tests/boot/qemu.sh
plan 7

# No 1 GiB pages: qemu64, Nehalem, Westmere. No NX: the last. An Intel CPU
# has no hole for HyperTransport in its map.
for cpu in qemu64 EPYC max max,la57=on qemu64,-nx; do
	boots "cpu-$cpu" good bare -M q35 -m 16 -cpu "$cpu"
done
for cpu in Nehalem Westmere; do
	boots "cpu-$cpu" good bare-intel -M q35 -m 16 -cpu "$cpu"
done
