#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pc.sh PREFIX NAME SUFFIX KERNBASE CMODEL: prints NAME.pc, made of pvh.pc here.
set -eu
sed -e "s|@PREFIX@|${1%/}|; s|@NAME@|$2|; s|@SUFFIX@|$3|; s|@KERNBASE@|$4|" \
	-e "s|@CMODEL@|$5|; s|@VERSION@|$(cat arch/pvh/VERSION)|" \
	boot/install/pvh.pc
