# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# How $QEMU is told to log each instruction, not each run of them. Source it.
# shellcheck disable=SC2034 # for those who do
case $("$QEMU" --version 2>/dev/null) in
*' version '[1-7].* | *' version 8.0.'*) step='-accel tcg -singlestep' ;;
*) step='-accel tcg,one-insn-per-tb=on' ;;
esac
