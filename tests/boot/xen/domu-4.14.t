#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
XEN=4.14
. tests/boot/xen/domu.sh
