# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# $step, the options that make $QEMU log every instruction instead of every
# translated block. Source it.
# shellcheck disable=SC2034 # other scripts use it
case $("$QEMU" --version 2>/dev/null) in
*' version '[1-7].* | *' version 8.0.'*) step='-accel tcg -singlestep' ;;
*) step='-accel tcg,one-insn-per-tb=on' ;;
esac
