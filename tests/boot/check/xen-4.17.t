#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
XEN=4.17
. tests/boot/check/xen.sh
