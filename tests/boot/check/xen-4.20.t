#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
XEN=4.20
. tests/boot/check/xen.sh
