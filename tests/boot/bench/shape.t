#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# No input takes the kit the square of its length: see shape.py.
. tests/lib/tap.sh
. tests/lib/step.sh
# shellcheck disable=SC2154 # step.sh's
STEP=$step exec python3 tests/boot/bench/shape.py
